"""What grading one answer found, whoever's it is and wherever that was, and the record made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.course import Assignment
from autograder.errors import AutograderError
from autograder.grading.judge_process import KnownCheck
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import BROKE_OFF, Record
from autograder.submissions import Submission

BROKEN_OFF = (
    f"{BROKE_OFF} ({{}}); that is no fault of its author. Run autograder grade again; if it "
    "breaks off again, look at the file by hand."
)
LONGEST_REASON = 300


@dataclass(frozen=True)
class Finding:
    """What grading one answer found; plain data, which can be sent."""

    exercises: tuple[Exercise, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    kept: bytes | None = None  # what was seen, packed, where it was asked for and is not kept already
    revealed: dict[str, str] = field(default_factory=dict)  # messages of hidden checks, with what they expect
    pictures: tuple[dict[str, Any], ...] = ()
    worker: str | None = None  # the machine that found it, where that is another one


def make_record(
    assignment: Assignment,
    submission: Submission,
    finding: Finding | None,
    graded_with: dict[str, str],
    checks: Sequence[KnownCheck],
    before: Record | None = None,
) -> Record:
    """Return the record of a submission by what was found; without that, of one that could not be graded.

    With the record from `before`, only some exercises were examined now: the others stay as they were.
    """
    order = list(assignment.points)
    if finding is None:
        finding, before = Finding(_nothing(order, checks)), None
    return Record(
        assignment=assignment.name,
        student=submission.student,
        path=str(submission.path),
        sha256=submission.sha256,
        graded_with=graded_with,
        seconds=finding.seconds,
        error=submission.error,
        # What was said of the whole file stays true where only a part is examined again.
        notes=tuple(dict.fromkeys((*submission.notes, *finding.notes, *(before.notes if before else ())))),
        exercises=finding.exercises if before is None else _merge(order, before, finding.exercises),
        worker=finding.worker,
    )


def break_off(submission: Submission, failure: Exception) -> Submission:
    """Return the submission with an error that says what its grading failed at."""
    said = str(failure) if isinstance(failure, AutograderError) else f"{type(failure).__name__}: {failure}"
    return replace(submission, sha256=None, error=BROKEN_OFF.format(said[:LONGEST_REASON]))


def _merge(order: list[str], before: Record, now: tuple[Exercise, ...]) -> tuple[Exercise, ...]:
    """Return the exercises in order: those that were examined now, and the others as they were."""
    found = {exercise.name: exercise for exercise in (*before.exercises, *now)}
    return tuple(found[name] for name in order if name in found)


def _nothing(order: list[str], checks: Sequence[KnownCheck]) -> tuple[Exercise, ...]:
    """Return every exercise at 0, for a submission that could not be graded."""
    return tuple(
        Exercise(
            name,
            None,
            tuple(
                Check(check.id, check.title, "failed", 0, check.max_score, check.hidden)
                for check in checks
                if check.exercise == name
            ),
        )
        for name in order
    )
