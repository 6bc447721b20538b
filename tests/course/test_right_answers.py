"""Right answers in many styles earn every point: a check that refuses one of them is wrong."""

import random
from pathlib import Path

import pytest

from autograder.author.prove.variation_run import find_losses
from autograder.author.prove.variations import make_variations
from autograder.course import Assignment, need_course
from autograder.grading.judges import Judges
from autograder.submissions import read_submission

HERE = Path(__file__).parent
ANSWERS = sorted(HERE.glob("right/*/*.py"))


@pytest.fixture(scope="module", params=sorted({path.parent.name for path in ANSWERS}))
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return need_course(HERE).get(request.param)


def test_every_style_earns_every_point(assignment: Assignment, judges: Judges) -> None:
    """a right answer is right however it is written"""
    answers = [path for path in ANSWERS if path.parent.name == assignment.name]

    for path in answers:
        found = judges.examine(read_submission(path.stem, path).units)

        lost = [f"{one.check.id}: {one.check.message}" for one in found.checks if one.check.status != "passed"]
        assert not lost, f"{path.name} loses {lost}"


def test_a_sample_of_them_written_otherwise_earns_every_point(assignment: Assignment, judges: Judges) -> None:
    """`autograder prove --variations tests/course/right` tries all of them"""
    if assignment.secret:
        pytest.skip("an open task trains for seconds each time")
    answers = [path for path in ANSWERS if path.parent.name == assignment.name]
    cases = [(path, one) for path in answers for one in make_variations(path.read_text(encoding="utf-8"))]

    lost = [find_losses(path, one, judges) for path, one in random.Random(assignment.name).sample(cases, 3)]

    assert not any(lost), lost
