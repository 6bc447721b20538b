"""What students' own checks found of their own answer, and what of it is not explained yet."""

from collections.abc import Callable, Sequence

from autograder import __version__
from autograder.course import Assignment
from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import RELATION
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination
from autograder.results import Exercise, Record
from autograder.submissions import Submission, Unit


def make_own_record(
    assignment: Assignment, submission: Submission, found: Examination | None, exercises: Sequence[Exercise]
) -> Record:
    """Return the record of the answer beside the checks, which is nobody's; None: it could not be read."""
    return Record(
        assignment=assignment.name,
        student="",
        path=str(submission.path),
        sha256=submission.sha256,
        graded_with={"autograder": __version__},
        seconds=found.seconds if found else 0.0,
        error=submission.error,
        notes=(*submission.notes, *(found.notes if found else ())),
        exercises=tuple(exercises),
    )


def list_unexplained(
    record: Record, describe: Callable[[str], Examination], table: SlipTable, units: Sequence[Unit]
) -> list[Case]:
    """Return the exercises of which nothing was said, or only how a result differs: a closer look may find more.

    `describe` gives what was found of an exercise.
    """
    source = Source(units)
    silent = [exercise.name for exercise in record.exercises if exercise.way in (None, RELATION)]
    return [Case(describe(name), name, table, source) for name in silent]
