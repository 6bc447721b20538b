"""The plainest way: the exercise is answered with what it asks to build."""

from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import FORBIDDEN, Sentence
from autograder.submissions.submission import name_place


def quote_forbidden(case: Case) -> Sentence | None:
    """Return why a name that the exercise uses is forbidden, and where that stands."""
    found = case.found.forbidden.get(case.exercise)
    if found is None:
        return None
    cell = name_place(found.unit)
    return Sentence(f"{found.name} is not for this exercise: {found.reason}.", FORBIDDEN, found.line, cell)
