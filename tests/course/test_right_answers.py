"""Right answers in many styles earn every point: a check that refuses one of them is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Assignment, need_course
from autograder.grading.judges import Judges
from autograder.submissions import read_submission

HERE = Path(__file__).parent
ANSWERS = sorted(HERE.glob("right/*/*.py"))


@pytest.fixture(scope="module", params=sorted({path.parent.name for path in ANSWERS}))
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return need_course(HERE).get(request.param)


@pytest.fixture(scope="module")
def judges(assignment: Assignment) -> Iterator[Judges]:
    with Judges(assignment) as judges:
        yield judges


def test_every_style_earns_every_point(assignment: Assignment, judges: Judges) -> None:
    """a right answer is right however it is written"""
    answers = [path for path in ANSWERS if path.parent.name == assignment.name]

    for path in answers:
        found = judges.examine(read_submission(path.stem, path).units)

        lost = [f"{one.check.id}: {one.check.message}" for one in found.checks if one.check.status != "passed"]
        assert not lost, f"{path.name} loses {lost}"
