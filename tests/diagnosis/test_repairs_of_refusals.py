"""What searches say of conditions that refuse what is wrong: it is true of that very condition."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.diagnosis.case import Case
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.repairs import make_task
from autograder.submissions import Unit

ASSIGNMENT = read_course(Path(__file__).parents[2]).get("02_losses")
SOLUTION = ASSIGNMENT.path(".py").read_text(encoding="utf-8")
LABELS = "(labels >= 0) & (labels < classes)"


@pytest.fixture(scope="module")
def judges():
    """Give one judge, started once for all tests."""
    with Judges(ASSIGNMENT) as judges:
        yield judges


@pytest.fixture(scope="module")
def right(judges) -> Examination:
    """Give what probes see of the solution."""
    return judges.examine([Unit("losses.py", SOLUTION)], Extent(all_views=True))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({LABELS: "(labels < 0) & (labels < classes)"}, "`labels < 0` asks the wrong question."),
        ({"logits.dim() != 2 or": "logits.dim() == 2 or"}, "`logits.dim() == 2` holds for input that is fine"),
        ({f"not ({LABELS})": f"({LABELS})"}, "`((labels >= 0) & (labels < classes)).al…` holds for input that is fine"),
        ({"logits.dim() != 2 or labels.shape != logits.shape[:1]": "True"}, "`True` holds for input that is fine"),
        ({f"not ({LABELS})": f"({LABELS})", "logits - logits.logsumexp": "logits + logits.logsumexp"}, None),
    ],
    ids=["one mistake, and nothing else", "its own part", "the opposite", "everything", "not the one before it"],
)
def test_a_condition_is_blamed_where_what_should_be_taken_meets_its_refusal(judges, right, changes, says):
    """A change of another condition may refuse everything earlier: that mends nothing."""
    text = SOLUTION
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    units = [Unit("losses.py", text)]
    found = judges.examine(units, Extent(exercise="cross_entropy"))
    task = make_task(Case(found, "cross_entropy", SlipTable(right.views), Source(units)), tuple(ASSIGNMENT.points))

    said = judges.repair(units, replace(task, seconds=2.0))

    assert (said and said.text.split(",")[0]) == says
