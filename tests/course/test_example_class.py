"""What examples/class/README.md says that each answer earns is what it earns."""

import re
from pathlib import Path

import pytest

from autograder.cohort.intake import take_in
from autograder.course import read_course
from autograder.grading.judges import Judges
from autograder.sandbox import landlock

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples" / "class"
SECTION = re.compile(r"^## (\w+)\n(.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+)\.\w+` \| .+? \| (\d+)(.*) \|$", re.MULTILINE)
LOST = re.compile(r"`([\w.]+)` (\d+) of \d+")

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")


def grade(name: str) -> dict[str, dict[str, int]]:
    """Return the points of each student in each exercise; the sentences are told elsewhere."""
    course = read_course(ROOT)
    assignment = course.get(name)
    earned: dict[str, dict[str, int]] = {}
    with Judges(assignment) as judges:
        for one in take_in(course, assignment, CLASS / name).submissions:
            points = earned.setdefault(one.student, dict.fromkeys(assignment.points, 0))
            for check in judges.examine(one.units).checks if one.error is None else ():
                points[check.exercise] += check.check.score
    return earned


@pytest.mark.parametrize(
    ("name", "table"),
    [pytest.param(*found, id=found[0]) for found in SECTION.findall((CLASS / "README.md").read_text())],
)
def test_the_readme_says_what_each_answer_earns(name, table):
    earned = grade(name)
    said = {student: (int(points), LOST.findall(more)) for student, points, more in ROW.findall(table)}

    assert {student: points for student, (points, _) in said.items()} == {
        student: sum(points.values()) for student, points in earned.items()
    }
    for student, (_, lost) in said.items():
        assert [(student, exercise, int(points)) for exercise, points in lost] == [
            (student, exercise, earned[student][exercise]) for exercise, _ in lost
        ]
