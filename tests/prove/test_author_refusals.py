"""Everything that `prove` and `build` refuse names the file, the line where there is one, and the remedy."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.author.new.course import make_course
from autograder.author.prove.folder import prove_folder
from autograder.author.prove.prove import prove
from autograder.cli.build import build_files
from autograder.course import read_course
from autograder.errors import CourseError
from autograder.grading.judges import Judges
from autograder.grading.slip_table import examine_slips
from autograder.sandbox import landlock

CHECKS, HIDDEN, SOLUTION = "test_average.py", "test_average_hidden.py", "average.py"
CONFTEST = "conftest.py"
SLIPS, HINTS, TOML = "average.slips.toml", "average.hints.md", "../../course.toml"
TABLE = "[assignments.01_average]\n"
Bend = Callable[[Path], None]

needs_sandbox = pytest.mark.skipif(not landlock.abi(), reason="assignments are proved on Linux alone")


def put(file: str, old: str, new: str) -> Bend:
    """Return a change of the assignment: a piece of a file, once, by another."""

    def bend(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return bend


def add(file: str, text: str) -> Bend:
    """Return a change of the assignment: one file more."""
    return lambda folder: (folder / file).write_text(text) and None


def both(*bends: Bend) -> Bend:
    """Return several changes as one."""
    return lambda folder: [bend(folder) for bend in bends] and None


def drop(file: str) -> Bend:
    """Return a change of the assignment: a file is missing."""
    return lambda folder: (folder / file).unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a new course's worked assignment."""
    make_course(tmp_path / "course")
    return tmp_path / "course" / "solutions" / "01_average"


# What `course.toml` may not say.
COURSE = [
    (put(TOML, "title =", "titel ="), "there is no key titel; did you mean title?"),
    (put(TOML, '["numpy"]', '"numpy"'), "requirements is a list of texts, such as"),
    (put(TOML, '["numpy"]', '["num py"]'), "'num py' is not how pip names a package; write scikit-learn>=1.4"),
    (put(TOML, '"moving_average" = 60', '"moving_average" = 6.5'), "points are whole numbers"),
    (put(TOML, '"moving_average" = 60', "moving_average.x = 60"), "points are whole numbers, and the name of a method"),
    (put(TOML, TABLE, f'{TABLE}data = ["../x"]\n'), "is no path inside"),
    (
        put(TOML, TABLE, f'{TABLE}files = ["my-file.py"]\n'),
        "could not be imported: call the assignment otherwise, or name another file",
    ),
    (put(TOML, TABLE, f"{TABLE}limit = 3\n"), "did you mean limits?"),
    (put(TOML, 'title = "Averages that move"', ""), "[assignments.01_average]: title is missing: write title ="),
    (put(TOML, "[assignments.01_average]", "[assignments.01_average"), ", line 4: "),
    (put(TOML, '"moving_average" = 60', '"exponential_average" = 60'), ", line 8: this key is there twice: keep one"),
    (put(TOML, TABLE, f"{TABLE}secret = 1\n"), "secret is true or false"),
    (
        put(TOML, TABLE, f'{TABLE}due = "May"\n'),
        "a date, a time and an offset",
    ),
    (put(TOML, TABLE, f"[late]\nper_day = 200\n{TABLE}"), "per_day is a whole percentage"),
    (put(TOML, TABLE, f"[limits]\nload_seconds = 0\n{TABLE}"), "is a number of seconds, more than 0"),
    (lambda folder: (folder / TOML).write_bytes(b'title = "caf\xe9"'), ", line 1: this is no UTF-8 text: save it as"),
    (lambda folder: (folder / TOML).write_text(""), "title is missing: write title ="),
]


@pytest.mark.parametrize(("bend", "said"), COURSE, ids=range(len(COURSE)))
def test_a_course_file_names_the_key_and_the_remedy(folder, bend, said):
    """In one line, which begins with the file."""
    bend(folder)

    with pytest.raises(CourseError) as refused:
        read_course(folder.parents[1])

    assert str(refused.value).startswith(str(folder.parents[1] / "course.toml"))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


# What is told before anything runs.
BEFORE = [
    (drop("README.md"), "README.md: write there what the assignment is about"),
    (drop(HINTS), f"{HINTS}: write three hints for each exercise"),
    (drop(SLIPS), f"{SLIPS}: write wrong programs there"),
    (drop(CHECKS), f"{CHECKS}: write the checks that students receive there"),
    (drop(SOLUTION), f"{SOLUTION}: write the solution there"),
    (put(TOML, TABLE, f'{TABLE}data = ["x.csv"]\n'), "put it there, or take"),
    *(
        (
            put(TOML, TABLE, f'{TABLE}data = ["{own}"]\n'),
            "take it out of data",
        )
        for own in (SOLUTION, HIDDEN, SLIPS, "average.secret")
    ),
]


@pytest.mark.parametrize(("bend", "said"), BEFORE, ids=range(len(BEFORE)))
def test_build_misses_a_file_before_it_runs_anything(folder, bend, said):
    """With what belongs into it."""
    bend(folder)

    with pytest.raises(CourseError) as refused:
        build_files(read_course(folder.parents[1]).get("01"))

    assert said in str(refused.value)


# What makes checks or slips unusable: the command says so, and nothing else.
MARK = '@exercise("moving_average"'
UNUSABLE = [
    (put(CHECKS, "test_means(self, averages,", "test_means(self, avarages,"), 18, "did you mean averages?"),
    (put(CHECKS, "test_one_window(self, averages", "test_one_window(self, avarages"), 27, "did you mean averages?"),
    (put(CHECKS, MARK, MARK + ', forbids={"numpy.maen": "x"}'), 15, "it would forbid nothing: write its whole name"),
    (put(CHECKS, MARK, MARK + ", forbid={}"), 15, "@exercise takes no forbid; did you mean forbids?"),
    (put(CHECKS, "@points(20)", "@points(2.5)"), 15, "needs @points(N), a whole number of at least 1"),
    (put(CHECKS, '"""a width of all values gives one mean"""', ""), 24, "needs a docstring: its first line"),
    (
        put(CHECKS, "a width of all values gives one mean", "every 2 values that follow each other have their mean"),
        24,
        "so that students cannot tell which is which",
    ),
    (put(HIDDEN, "import pytest\n", "import pytest\nfrom test_average import TestMovingAverage\n"), 15, "count twice"),
    (put(CHECKS, "return student.moving", "return (student.moving"), 13, "'(' was never closed"),
    (put(CHECKS, MARK, MARK + ', forbids=["numpy.mean"]'), 15, "forbids holds names with reasons"),
    (put(CHECKS, MARK, MARK + ", builds_on=len"), 15, "builds_on is a list of helpers"),
    (put(CHECKS, MARK, MARK + ", builds_on=[len]"), 15, "must be a @helper"),
    (
        put(CHECKS, 'parametrize("width", [2])', 'parametrize("widht", [2])'),
        18,
        "uses no argument 'widht'; @pytest.mark",
    ),
    (
        put(CHECKS, 'parametrize("width", [2])', 'parametrize("width, values", [2])'),
        18,
        "expected a sequence of values",
    ),
    (
        put(CHECKS, 'parametrize("width", [2])', 'parametrize("width", 2)'),
        10,
        "names that the check, or a fixture of it,",
    ),
    (put(CHECKS, "averages(student, values,", "averages(values,"), 11, "its first parameter must be `student`"),
    (put(CHECKS, "moving_average(values, width)", "moving_average(values, WIDTH)"), 11, "take it as a parameter"),
    (put(CHECKS, " -> numpy.ndarray", ""), 11, "needs a return annotation, such as"),
    (put(CHECKS, " -> numpy.ndarray", " -> range"), 11, "cannot be checked; use torch.Tensor, numbers"),
    (put(CHECKS, "@raises(ValueError)", '@raises("ValueError")'), 31, "names an exception, as in @raises(ValueError)"),
    (put(CHECKS, "every {width} values", "every {widht} values"), 15, "between braces stand parameters of the check"),
    (put(CHECKS, "import numpy\n", "import numpy\nimport nothing\n"), 4, "No module named 'nothing'"),
    (put(CHECKS, "    @probe\n", "    @points(3)\n    @probe\n"), 11, "Marks cannot be applied to fixtures"),
    (
        put(CHECKS, "probe, raises\n", "helper, probe, raises\n\n\n@helper\nclass Window:\n    pass\n"),
        9,
        "has the class inside",
    ),
    (put(CHECKS, "def test_one", "async def test_one"), 24, "written with def alone; what is awaited"),
    (put(CHECKS, "import pytest\n", "import pytest\nraise RuntimeError('boom')\n"), 5, "RuntimeError: boom"),
    (put(CHECKS, "numpy.array([1.0, 2.0, 6.0", "numpy.aray([1.0, 2.0, 6.0"), 16, "has no attribute 'aray'"),
    (put(CHECKS, "@points(20)", "@point(20)"), 15, "name 'point' is not defined"),
    (add(CONFTEST, "import pytest\nimport nothing\n"), 2, "No module named 'nothing'; mend it, or do without it"),
    (add(CONFTEST, "def x(:\n    pass\n"), 1, "SyntaxError: invalid syntax; mend it, or do without it"),
    (add(CONFTEST, "def pytest_collection_modifyitems(items):\n    items.x()\n"), 2, "has no attribute 'x'; mend it"),
    (put(SLIPS, 'write = " / width"', 'write = " / with"'), 3, "it must occur exactly once"),
    (put(SLIPS, 'write = " / width"', 'write = "width"'), 3, "it must occur exactly once"),
    (put(SLIPS, 'write = " / width"', 'write = ""'), 3, "and this one is empty"),
    (put(SLIPS, 'write = " / width"', 'write = " / width'), 5, "Illegal character"),
    (put(SLIPS, 'instead = ""', "instead = 3"), 3, "instead is a text, in quotes"),
    (put(SLIPS, 'instead = ""', 'insted = ""'), 3, "a [[slip]] says exercise, write, instead and says"),
]


@needs_sandbox
@pytest.mark.parametrize(("bend", "line", "remedy"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_what_cannot_be_used_is_refused_with_its_line(folder, bend, line, remedy):
    """In one line, with the file."""
    bend(folder)
    assignment = read_course(folder.parents[1]).get("01")

    with pytest.raises(CourseError) as refused, Judges(assignment) as judges:
        examine_slips(assignment, judges)

    assert f", line {line}: " in str(refused.value)
    assert remedy in str(refused.value)
    assert "\n" not in str(refused.value)


# What is proved to be wrong: each is a line of the proof.
WRONG = {
    "average.py, line 3: imports scipy, which students do not get: add 'scipy' to the requirements": put(
        SOLUTION, "import numpy", "import scipy\nimport numpy"
    ),
    "average.py, line 6: smooth would become a stub that no check asks for: give it points": put(
        SOLUTION, "\n\ndef moving_average", "\ndef smooth(x):\n    return x\n\n\ndef moving_average"
    ),
    "average.hints.md, line 2: TODO is still there: write what it stands for": put(HINTS, "1. How", "1. TODO How"),
    "exponential_average: its checks give 15 points, course.toml says 41: make them agree": put(
        TOML, '"exponential_average" = 40', '"exponential_average" = 41'
    ),
    "[assignments.01_average.points]: there is no moving in average.py; did you mean moving_average?": put(
        TOML, '"moving_average" = 60', '"moving_average" = 60\n"moving" = 1'
    ),
    "course.toml, requirements of [assignments.01_average]: numpy>=99 is not met by": put(
        TOML, '"numpy"', '"numpy>=99"'
    ),
    "requirements of [assignments.01_average]: nothing is not installed here: python -m pip install 'nothing'": put(
        TOML, '"numpy>=99"', '"numpy>=99", "nothing"'
    ),
    "test_average_hidden.py, line 25: test_whole_numbers is there twice, and only this one counts: rename one": put(
        HIDDEN, "test_width_of_one", "test_whole_numbers"
    ),
    "test_average.py: exponential is checked but not in course.toml; did you mean exponential_average?": put(
        CHECKS, '@exercise("exponential_average")', '@exercise("exponential")'
    ),
    "test_average.py, line 28: one_window has @points and is no check: begin its name with test": put(
        CHECKS, "test_one_window", "one_window"
    ),
    "test_average.py, line 4: imports test_average_hidden, which students do not get: move what it needs here": put(
        CHECKS, "import numpy\n", "import numpy\nimport test_average_hidden\n"
    ),
    "average.slips.toml, line 3: slip `/ (width)` of moving_average passes every check of moving_average": put(
        SLIPS, 'instead = ""', 'instead = " / (width)"'
    ),
    "a worked example of average.py does not give what it says: average.py, line ": put(
        SOLUTION, "array([1.5, 4. ])", "array([1.5, 5. ])"
    ),
    "asks for rounding of conftest.py, which students do not get: move it here": both(
        put(CHECKS, "values_afterwards, values):", "values_afterwards, values, rounding):"),
        add(CONFTEST, "import pytest\n\n\n@pytest.fixture\ndef rounding():\n    return 2\n"),
    ),
    "average.hints.md, line 4: moving_average has a hint 4 where hint 3 should be": put(HINTS, "3. ", "4. "),
    "average.hints.md: mean is no exercise of course.toml": put(HINTS, "## expon", "## mean\n## expon"),
}


# What `build` would refuse is told before anything runs.
UNFIT = [
    (put("README.md", "Measurements", "![x](x.svg) Measurements"), "x.svg is missing"),
    (put("README.md", "Measurements", "![x](../x.svg) Measurements"), "put the picture beside the README"),
    (
        put(SOLUTION, "import numpy as np\n", "import numpy as np\n\nprint(np)\n"),
        "01_average/average.py, line 5: students would",
    ),
]


@pytest.mark.parametrize(("bend", "said"), UNFIT, ids=range(len(UNFIT)))
def test_prove_says_at_once_what_build_would_refuse(folder, bend, said):
    """With its file."""
    bend(folder)
    (proof,) = prove([read_course(folder.parents[1]).get("01")], jobs=1, runs=1, note=lambda said: None)

    assert len(proof.problems) == 1
    assert said in proof.problems[0]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            "@moving_average\ndef exponential_average",
            "line 6: moving_average is called when the file is loaded, in line",
        ),
        (
            "from .words import x\ndef exponential_average",
            "line 21: `from .` asks for a package, and students' files are",
        ),
        (
            "import parts.x\ndef exponential_average",
            "line 21: imports parts.x from a folder, and students' files lie in",
        ),
    ],
)
def test_what_cannot_be_a_students_file_is_named(folder, new, said):
    """Where it stands, and what to do; nobody is told to require what lies in a folder."""
    put(SOLUTION, "def exponential_average", new)(folder)
    (folder / "parts").mkdir()
    add("parts/x.py", "")(folder)
    (problem,) = prove_folder(read_course(folder.parents[1]).get("01"))

    assert f"average.py, {said}" in problem


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give what `prove` says after all of it was bent."""
    root = tmp_path_factory.mktemp("bent") / "course"
    make_course(root)
    for bend in WRONG.values():
        bend(root / "solutions" / "01_average")
    command = [sys.executable, "-m", "autograder", "prove", "--runs", "1"]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True).stdout
    # As long lines go on below themselves.
    return said.replace("\n    ", " ")


@needs_sandbox
@pytest.mark.parametrize("said", WRONG)
def test_what_is_wrong_is_a_line_of_the_proof(proof, said):
    """With the file, the line, and what to do."""
    assert said in proof
