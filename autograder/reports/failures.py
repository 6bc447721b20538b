"""Choose what is told of failing checks: each reason once, and first the check that shows the mistake best."""

from dataclasses import dataclass

from autograder.reports.text import MESSAGE_LIMIT, clean, clean_line
from autograder.results import Check, Exercise
from autograder.results.check import rank_failure


@dataclass(frozen=True)
class Failure:
    """One reason for which checks fail: the check that shows it best, and the others."""

    shown: Check
    alike: tuple[Check, ...]


def list_failures(exercise: Exercise) -> list[Failure]:
    """Return why checks of the exercise fail: the failure to show in full, then the others in the checks' order.

    A check that is not started fails for no reason that there is to tell.
    """
    by_reason: dict[str, list[Check]] = {}
    for check in exercise.checks:
        if check.went_wrong:
            # Where nothing is said of the reason, nobody knows whether it is the same.
            by_reason.setdefault(f"{check.status}: {check.reason}" if check.reason else check.id, []).append(check)
    ranked = [sorted(checks, key=rank_failure) for checks in by_reason.values()]
    failures = [Failure(shown, tuple(alike)) for shown, *alike in ranked]
    best = min(filter(lambda check: check.went_wrong, exercise.checks), key=rank_failure, default=None)
    return sorted(failures, key=lambda failure: failure.shown is not best)


def count_alike(failure: Failure) -> str:
    """Say how many more checks fail for the same reason; "" if none does."""
    count = len(failure.alike)
    return f"{count} more for the same reason" if count else ""


def put_in_words(check: Check, says: str = "") -> str:
    """Return what there is to say of one failing check alone: the sentence, the title, what went in, and came out."""
    lines = (clean_line(says, MESSAGE_LIMIT), clean_line(check.title), clean(check.message, MESSAGE_LIMIT))
    return "\n".join(line for line in lines if line)
