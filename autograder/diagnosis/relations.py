"""The last way: how what was seen relates to what was expected; no cause is claimed."""

from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import Sentence


def state_relation(case: Case) -> Sentence | None:
    """Return a relation that holds of every wrong observation that it speaks of."""
    return None
