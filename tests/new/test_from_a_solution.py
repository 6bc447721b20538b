"""An assignment that is begun from a solution has its exercises, checks and slips."""

from pathlib import Path

import pytest
from solutions_to_begin_from import BOXES

from autograder.author.new.assignment import make_assignment
from autograder.course import Course, read_course
from autograder.course.entries import read_entries
from autograder.diagnosis.slips import PARTS, read_slips
from autograder.errors import AutograderError


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


def test_what_an_async_generator_yields_is_collected(course, tmp_path):
    (tmp_path / "calls.py").write_text("async def g(n: int):\n    yield n\n")
    make_assignment(course, "03_calls", tmp_path / "calls.py")
    checks = (course.root / "solutions/03_calls/test_calls.py").read_text()

    assert "            found = student.g(n)\n            return [each async for each in (found if" in checks


def test_a_package_beside_a_solution_is_no_requirement(course, tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/words.py").touch()
    (tmp_path / "calls.py").write_text("import math\nfrom pkg.words import x\ndef f(): return x\n")

    with pytest.raises(AutograderError, match=r"calls\.py, line 2: imports pkg\.words from a folder"):
        make_assignment(course, "03_calls", tmp_path / "calls.py")


def test_a_decorator_of_the_file_reaches_students_whole(course, tmp_path):
    (tmp_path / "calls.py").write_text("def noted(f):\n    return f\n\n\n@noted\ndef twice(x):\n    return 2 * x\n")
    make_assignment(course, "03_calls", tmp_path / "calls.py")

    assert list(read_course(course.root).get("03_calls").points) == ["twice"]
    assert "def noted(f):  # given\n" in (course.root / "solutions/03_calls/calls.py").read_text()


@pytest.fixture
def boxes(course: Course, tmp_path: Path) -> tuple[Path, str]:
    """Give the folder of an assignment from a solution with a bit of everything, and its checks."""
    (tmp_path / "boxes_more.py").write_text("def half(x):\n    return x / 2\n")
    (tmp_path / "boxes.txt").write_text("")
    (tmp_path / "boxes.py").write_text(BOXES)
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


def test_a_slip_is_a_piece_of_the_solution_however_that_is_written(course, tmp_path):
    """Raw strings and all."""
    (tmp_path / "words.py").write_text(
        "import re\n\n\ndef split(text):\n    return re.findall(r'[a-z\"]+', text.lower())\n"
    )
    make_assignment(course, "02_words", tmp_path / "words.py")
    slips = read_slips(course.root / "solutions" / "02_words" / "words.slips.toml")

    assert [slip.write for slip in slips] == ["return re.findall(r'[a-z\"]+', text.lower())"]
