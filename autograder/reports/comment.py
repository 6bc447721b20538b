"""Say what there is to say of a result in one line, for the places where a platform shows a grade with a comment."""

from autograder.reports.text import defuse_formula
from autograder.results import Exercise, Record

LONGEST = 2000


def comment_on(record: Record) -> str:
    """Return a line that is safe in a cell of a spreadsheet; of hidden checks it says what students may read."""
    if record.error is not None:
        return defuse_formula(record.error)
    parts = [_say(exercise) for exercise in record.exercises if exercise.status != "passed" or exercise.manual]
    return defuse_formula(" · ".join(parts) or "All checks pass.")[:LONGEST]


def _say(exercise: Exercise) -> str:
    words = (exercise.manual.comment if exercise.manual else "", exercise.sentence or "")
    said = " ".join(filter(None, words)) or ("not started" if exercise.status == "not_started" else "")
    return f"{exercise.name}, {exercise.score} of {exercise.max_score} points{': ' * bool(said)}{said}"
