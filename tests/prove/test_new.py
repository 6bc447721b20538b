"""A course, and an assignment of one, begun by one command."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.author.build.stubs import make_stub
from autograder.author.new.assignment import Made, make_assignment
from autograder.author.new.course import make_course
from autograder.author.new.requirements import add_requirements
from autograder.author.prove.folder import list_missing
from autograder.course import Course, read_course
from autograder.course.entries import read_entries
from autograder.diagnosis.slips import PARTS, read_slips
from autograder.errors import AutograderError, CourseError
from autograder.release.pins import TORCH_INDEX
from autograder.sandbox import landlock


@pytest.fixture(scope="module")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course, once: its wheel takes longer than all else."""
    root = tmp_path_factory.mktemp("made") / "statistics"
    make_course(root)
    return root


@pytest.fixture
def course(made_course: Path, tmp_path: Path) -> Course:
    """Give a new course."""
    shutil.copytree(made_course, tmp_path / "statistics")
    return read_course(tmp_path / "statistics")


def test_a_new_course_names_itself_and_brings_its_autograder(course):
    """As a wheel, which its requirements name."""
    wheel = next((course.root / "wheels").glob("autograder-*.whl"))

    assert (course.title, list(course.assignments)) == ("Statistics", ["01_average"])
    assert f"./wheels/{wheel.name}" in (course.root / "requirements.txt").read_text()
    assert (course.root / ".gitignore").is_file()
    assert (course.root / ".github" / "workflows" / "ci.yml").is_file()


def test_the_page_on_a_course_of_ones_own_lists_what_there_is(tmp_path):
    """File by file."""
    page = (Path(__file__).parents[2] / "docs" / "your-own-course.md").read_text(encoding="utf-8")
    shown = re.findall(r"^statistics/(.+)$", page.partition("Next:")[0], re.MULTILINE)
    made = make_course(tmp_path / "statistics")

    assert [path for path in shown if ".whl" not in path] == [path for path in made if ".whl" not in path]


def test_a_folder_in_which_something_is_stays_as_it_is(tmp_path):
    """A course is never written over anything."""
    (tmp_path / "mine").write_text("")

    with pytest.raises(AutograderError, match="not empty: name a new folder"):
        make_course(tmp_path)


@pytest.mark.skipif(not landlock.abi(), reason="assignments are proved on Linux alone")
@pytest.mark.parametrize("command", [["prove", "--runs", "2"], ["prove", "--mutants"]], ids=" ".join)
def test_a_new_course_is_proved_at_once(course, command):
    """Mutants and all."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *command], cwd=course.root, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_assignment_has_every_file(course):
    """Only its exercises are missing."""
    make_assignment(course, "02_medians")
    made = read_course(course.root).get("02_medians")

    assert (made.title, made.module, made.points) == ("Medians", "medians", {})
    assert list_missing(made) == []


def test_an_existing_solution_brings_exercises_checks_and_slips(course):
    """From signatures, worked examples, and faults made by rule."""
    source = course.get("01").path(".py")
    make_assignment(course, "week-2", source)
    made = read_course(course.root).get("week-2")
    checks, slips = ((made.folder / name).read_text() for name in ("test_week_2.py", "week_2.slips.toml"))

    assert made.points == {"moving_average": 50, "exponential_average": 50}
    assert '@pytest.mark.parametrize("width", [2])' in checks
    assert "assert_close(result, np.array([1.5, 4.0]))" in checks
    assert slips.count("[[slip]]") == 4


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(course):
    """Whatever asks for an assignment."""
    with pytest.raises(CourseError, match=r"did you mean 01_average\?"):
        course.get("01_avrage")


def test_a_name_that_is_taken_changes_nothing(course):
    """Neither the folder nor course.toml."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match="choose another name"):
        make_assignment(course, "01_average")

    assert (course.root / "course.toml").read_text() == before


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("3rd", "'3rd.py' could not be imported: call the assignment otherwise"),
        ("02_class", "'class.py' could not be imported"),
        ("02_numpy", "'numpy.py' would stand in the way of everything that imports numpy"),
        ("02_statistics", "'statistics.py' would stand in the way of everything that imports statistics"),
        ('say "x"', "is called as its folder in solutions/ is, and 'say \"x\"' can be none"),
        ("a/b", "and 'a/b' can be none"),
    ],
)
def test_a_name_that_can_be_no_folder_or_no_module_changes_nothing(course, name, refused):
    """The remedy is another name, of the assignment or of the file."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match=refused):
        make_assignment(course, name)

    assert (course.root / "course.toml").read_text() == before
    assert not (course.root / "solutions" / name).is_dir()


SOLUTION = '''\ufeff"""Boxes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import overload

from boxes_more import half


class Colour(enum.Enum):
    RED = 1


@dataclass
class Box:
    width: float
    height: float = 1.0

    @property
    def area(self) -> float:
        return self.width * self.height


async def fetch(values, *, times):
    return [value * times for value in values]


def count(stop):
    yield from range(stop)


@overload
def say(text: str) -> str: ...
def say(text):
    """Say it.

    >>> say("a")
    'a!'
    """
    return open("boxes.txt").read() + text + "!"


def total(*values, result, scale=1):
    """Add.

    >>> total(1, 2, result=3)
    [array([6.])]
    """
    return [sum(values) + result * scale]
'''


SESSIONS = '''"""Moments."""

from __future__ import annotations

from typing import Optional

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHARE = 0.5


def scale(values: Array, *, by: float = 2.0) -> Optional[Array]:
    """Scale.

    >>> # By three.
    >>> unused = 1; values = np.array([1.0, 2.0])
    >>> scale(values, by=3.0)
    array([3., 6.])
    >>> scale(values)
    array([2., 4.])
    >>> scale(np.array([]))
    Traceback (most recent call last):
        ...
    ValueError: no values
    """
    if not len(values):
        raise ValueError("no values")
    return values * by


def draw(values: Array, rule: object = np.mean, share: float = SHARE) -> Array:
    """Draw.

    >>> drawn = draw(
    ...     np.array([1.0, 2.0]),
    ...     np.mean,
    ... )
    >>> drawn.shape
    (1,)
    """
    return np.array([rule(values)])


class Running:
    """A mean.

    >>> running = Running()
    >>> running.add(2.0)
    >>> running.mean
    2.0
    >>> print(running.twice())
    4.0
    >>> for number in range(2):
    ...     print(running.twice() + number)
    4.0
    5.0
    """

    def __init__(self) -> None:
        self.values: list[float] = []

    def add(self, value: float) -> None:
        self.values.append(value)

    @property
    def mean(self) -> float:
        return sum(self.values) / len(self.values)

    def twice(self) -> float:
        return 2 * self.mean

    def window(self, width: int) -> "list[Running] | Array":
        return self.values[-width:]
'''


@pytest.fixture
def sessions(course: Course, tmp_path: Path) -> tuple[str, str]:
    """Give an assignment's solution, of which examples need several lines, and its checks."""
    (tmp_path / "moments.py").write_text(SESSIONS)
    made = make_assignment(course, "02_moments", tmp_path / "moments.py")
    return made.files[0].read_text(), made.files[1].read_text()


@pytest.mark.parametrize(
    "piece",
    [
        "def result(student, values, by) -> np.ndarray | None:\n        return student.scale(values, by=by)\n",
        "assert_close(result, np.array([3.0, 6.0]))",
        "assert_close(result, np.array([2.0, 4.0]))",
        '    @raises(ValueError)\n    @points(7)\n    @pytest.mark.parametrize("values", [np.array([])])',
        "        drawn = student.draw(np.array([1.0, 2.0]), np.mean)\n        return drawn.shape\n",
        "        running.add(2.0)\n        seen.append(running.mean)\n        seen.append(str(running.twice()))\n",
        "seen.append([str(running.twice() + number) for number in range(2)])\n",
        "assert_close(example, [2.0, '4.0', ['4.0', '5.0']])",
        "        made.add(value)\n        return made.window(width)\n",
    ],
)
def test_every_example_becomes_a_check(sessions, piece):
    """With the lines above it, what is refused, and methods that no example calls."""
    assert piece in sessions[1]


def test_what_only_annotations_use_stays(sessions):
    """In the solution and in what students get, with the import that changes how annotations are read."""
    needed = ("from __future__ import annotations", "from numpy.typing import NDArray", "Array = NDArray[np.float64]")

    assert all(line in sessions[0] and line in make_stub(sessions[0]) for line in needed)


@pytest.fixture
def boxes(course: Course, tmp_path: Path) -> tuple[Path, str]:
    """Give the folder of an assignment from a solution with a bit of everything, and its checks."""
    (tmp_path / "boxes_more.py").write_text("def half(x):\n    return x / 2\n")
    (tmp_path / "boxes.txt").write_text("")
    (tmp_path / "boxes.py").write_text(SOLUTION)
    make_assignment(course, "02_boxes", tmp_path / "boxes.py")
    folder = course.root / "solutions" / "02_boxes"
    return folder, (folder / "test_boxes.py").read_text()


def test_what_a_solution_needs_comes_along(course, boxes):
    """What it imports from beside it, and the data that it names."""
    made = read_course(course.root).get("02_boxes")

    assert (made.files, made.data) == (("boxes.py", "boxes_more.py"), ("boxes.txt",))
    assert {*made.files, *made.data} <= {path.name for path in boxes[0].iterdir()}
    assert list(made.points) == ["Box", "fetch", "count", "say", "total", "half"]


@pytest.mark.parametrize(
    "piece",
    [
        "return student.Box(width, height).area\n",
        "        coroutine = student.fetch(values, times=times)\n        try:\n",
        "return list(student.count(stop))\n",
        "@pytest.mark.parametrize(\"text\", ['a'])",
        "return student.total(*values, result=result_, scale=scale)\n",
        '@pytest.mark.parametrize("values", [(1, 2)])',
        "assert_close(result, [numpy.array([6.0])])",
    ],
)
def test_each_kind_of_definition_is_called_as_it_must_be(boxes, piece):
    """Properties, fields, what is awaited or yielded, inputs by name; with the inputs of a worked example."""
    assert piece in boxes[1]


TRAINING = """# From the lecture.
import sys

import torch
from torch import nn

torch.manual_seed(0)
STEPS = 3
start = 0.5


class Net(nn.Module):
    def __init__(self, width, bias=True):
        super().__init__()
        self.fc = nn.Linear(width, 1, bias)

    def loss(self, x, y):
        return ((self(x) - y) ** 2).mean()

    def forward(self, x):
        return self.fc(x)


class Mean:
    def fit(self, x):
        self.mean = x.mean() + start

    def predict(self, x):
        return self.mean


def train(model, x, steps=10):
    return [model(x).sum() for _ in range(steps)]


def centre(values):
    values -= values.mean()


print(train(Net(2), torch.ones(2)), file=sys.stderr)
if __name__ == "__main__":
    x = 1
"""


@pytest.fixture
def training(course: Course, tmp_path: Path) -> tuple[Made, str, str]:
    """Give what was made of a solution that trains and tries itself out, its file, and its checks."""
    (tmp_path / "training.py").write_text(TRAINING)
    made = make_assignment(course, "02_training", tmp_path / "training.py")
    return made, *((made.files[0].with_name(name)).read_text() for name in ("training.py", "test_training.py"))


def test_what_was_tried_out_is_left_out_and_told(training):
    """With imports that serve nothing else; what definitions use stays, and what the file opens with."""
    made, text, _ = training

    assert made.left_out[0].endswith("training.py, lines 2, 4, 7, 40 to 42")
    assert text.startswith("# From the lecture.\n\nfrom torch import nn\n\nSTEPS = 3\nstart = 0.5\n\n\nclass")


def test_what_a_solution_imports_is_among_the_requirements(course, training):
    """Beside those of the course."""
    assert read_course(course.root).get("02_training").requirements == ("numpy", "torch")


def test_what_a_solution_imports_is_installed_by_make_too(course, training):
    """torch for processors alone, and each package once."""
    lines = (course.root / "requirements.txt").read_text().splitlines()
    add_requirements(course.root / "requirements.txt", ["numpy", "Torch", "scipy"])

    assert lines[-4:] == ["numpy", "pytest", TORCH_INDEX, "torch"]
    assert (course.root / "requirements.txt").read_text().splitlines() == [*lines, "scipy"]


@pytest.mark.parametrize(
    "piece",
    [
        "        made = student.Net(width, bias)\n        made.load_state_dict(weights)\n        return made(x)\n",
        '("bias", [True])\n',
        "        made = student.Mean()\n        made.fit(x)\n        return made.predict(x)\n",
        "        model = torch.nn.Linear(1, 1)  # TODO: the one to try it with\n",
        "        student.centre(values)\n        return values\n",
        '("steps", [10])\n',
    ],
)
def test_a_probe_uses_what_it_asks_for_as_a_user_would(training, piece):
    """A model gets known weights; what gives nothing is called before; defaults are inputs."""
    assert piece in training[2]


def test_a_slip_is_a_piece_of_the_solution_however_that_is_written(course, tmp_path):
    """Raw strings and all."""
    (tmp_path / "words.py").write_text(
        "import re\n\n\ndef split(text):\n    return re.findall(r'[a-z\"]+', text.lower())\n"
    )
    make_assignment(course, "02_words", tmp_path / "words.py")
    slips = read_slips(course.root / "solutions" / "02_words" / "words.slips.toml")

    assert [slip.write for slip in slips] == ["return re.findall(r'[a-z\"]+', text.lower())"]


def test_a_notebook_that_cannot_be_read_is_told_to_an_instructor(course, tmp_path):
    """Who hands nothing in."""
    (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4}))

    with pytest.raises(AutograderError, match=r"lab.ipynb has no code in its cells: name a notebook in Python"):
        make_assignment(course, "02_lab", tmp_path / "lab.ipynb")


def test_a_file_without_exercises_is_refused_with_the_remedy(course, tmp_path):
    """And course.toml stays as it was."""
    before = (course.root / "course.toml").read_text()
    (tmp_path / "none.py").write_text("x = 1\n")

    with pytest.raises(AutograderError, match=r"none.py has no function .*: name a file that has one"):
        make_assignment(course, "02_none", tmp_path / "none.py")

    assert (course.root / "course.toml").read_text() == before


def test_prepared_checks_import_what_they_use_and_no_more(boxes):
    """No helper of the solution, and nothing from the future."""
    assert [line for line in boxes[1].splitlines() if "import" in line and line[0] != " "] == [
        "import numpy",
        "import pytest",
        "from autograder.checks import assert_close, exercise, points, probe",
    ]


def test_slips_keep_the_quotes_of_the_solution(boxes):
    """`write` is a piece of its text."""
    slips = read_entries(boxes[0] / "boxes.slips.toml", "slip", PARTS)

    assert 'return open("boxes.txt").read() + text + "!"' in [entry["write"] for entry, _ in slips]


def test_a_notebook_brings_its_definitions(course, tmp_path):
    """And imports and constants; what was tried out stays behind."""
    cells = ["%matplotlib inline\nimport math", "RATE = 2\nx = 3", "def half(x):\n    return x / RATE\nhalf(x)"]
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    make_assignment(course, "02_halves", tmp_path / "lab.ipynb")
    made = read_course(course.root).get("02_halves")

    assert made.points == {"half": 100}
    assert made.path(".py").read_text() == "import math\nRATE = 2\n\n\ndef half(x):\n    return x / RATE\n"
