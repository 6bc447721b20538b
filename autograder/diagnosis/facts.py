"""Facts of the student's text that are true for certain, and that alone can explain why an exercise fails."""

from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import Sentence


def state_fact(case: Case) -> Sentence | None:
    """Return the first fact that holds of a failing exercise."""
    return None
