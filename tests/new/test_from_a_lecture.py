"""Of a file or a notebook that tries things out, an assignment takes the definitions."""

import json
from pathlib import Path

import pytest
from solutions_to_begin_from import TRAINING

from autograder.author.new.assignment import Made, make_assignment
from autograder.author.new.requirements import add_requirements
from autograder.course import Course, read_course
from autograder.errors import AutograderError
from autograder.release.pins import TORCH_INDEX


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


def test_a_notebook_brings_its_definitions(course, tmp_path):
    """And imports and constants; what was tried out stays behind."""
    cells = ["%matplotlib inline\nimport math", "RATE = 2\nx = 3", "def half(x):\n    return x / RATE\nhalf(x)"]
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    (tmp_path / "lab.ipynb").write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    make_assignment(course, "02_halves", tmp_path / "lab.ipynb")
    made = read_course(course.root).get("02_halves")

    assert made.points == {"half": 100}
    assert made.path(".py").read_text() == "import math\nRATE = 2\n\n\ndef half(x):\n    return x / RATE\n"


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
