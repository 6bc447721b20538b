"""Compare a record with the one before it: whose points changed, in which check, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record

SUBMISSION = "the submission changed"
CHECK = "the check changed"
AND_CHECKS = ", and so did checks"
EARLIER = "an earlier result counted until now"
UNGRADED = "it cannot be graded now"
GRADABLE = "it could not be graded before"
HANDED_IN = "nothing was handed in before"
WITHDRAWN = "nothing is handed in now"
WHOLE = "all checks"
VERSIONS = "versions changed"
LATENESS = "lateness"
PERSON = "a person's points"


@dataclass(frozen=True)
class Change:
    """Points of one student that were others before; None where there was no such check, or there is none now."""

    student: str
    exercise: str
    check: str
    before: int | None
    after: int | None
    why: str

    @property
    def size(self) -> int:
        """Return by how many points it changed."""
        return (self.after or 0) - (self.before or 0)


def compare(before: Record, after: Record) -> list[Change]:
    """Return what changed between two results of a student, by exercise: checks, a person, lateness.

    Where nothing was judged, before or now, no check is another: the points of all checks together are.
    """
    why = _explain(before, after)
    changes = _compare_whole(before, after, why) if before.error or after.error else _compare_each(before, after, why)
    earlier = {exercise.name: exercise for exercise in before.exercises}
    changes += [
        Change(after.student, one.name, "by a person", earlier[one.name].score, one.score, PERSON)
        for one in after.exercises
        if one.name in earlier and _is_by_person(earlier[one.name], one)
    ]
    costs = [-record.penalty for record in (before, after)]
    if costs[0] != costs[1]:
        changes.append(Change(after.student, "", "late", costs[0], costs[1], LATENESS))
    return changes


def _compare_whole(before: Record, after: Record, why: str) -> list[Change]:
    old, new = (sum(check.score for one in record.exercises for check in one.checks) for record in (before, after))
    return [Change(after.student, "", WHOLE, old, new, why)] if old != new else []


def _compare_each(before: Record, after: Record, why: str) -> list[Change]:
    # Most exercises are as they were.
    old = _index(one for one in before.exercises if one not in after.exercises)
    new = _index(one for one in after.exercises if one not in before.exercises)
    return [
        Change(after.student, *key, _points(old.get(key)), _points(new.get(key)), why)
        for key in dict.fromkeys((*old, *new))
        if _points(old.get(key)) != _points(new.get(key))
    ]


def _explain(before: Record, after: Record) -> str:
    """Return the nearest reason why two results may differ; of a submission and checks that changed, either may be."""
    if before.kept and not after.kept:
        return EARLIER
    if before.error or after.error:
        if before.is_missing or after.is_missing:
            return HANDED_IN if before.is_missing else WITHDRAWN
        return UNGRADED if after.error else GRADABLE
    same_checks = before.graded_with.get("checks") == after.graded_with.get("checks")
    if before.sha256 != after.sha256:
        return SUBMISSION if same_checks else SUBMISSION + AND_CHECKS
    others = {*before.graded_with, *after.graded_with} - {"checks"}
    changed = sorted(name for name in others if before.graded_with.get(name) != after.graded_with.get(name))
    return f"{VERSIONS} ({', '.join(changed)}){'' if same_checks else AND_CHECKS}" if changed else CHECK


def _index(exercises: Iterable[Exercise]) -> dict[tuple[str, str], Check]:
    return {(exercise.name, check.id): check for exercise in exercises for check in exercise.checks}


def _is_by_person(before: Exercise, after: Exercise) -> bool:
    """Tell whether an exercise has other points, and a person adds or takes other ones than before."""
    added = [one.score - sum(check.score for check in one.checks) for one in (before, after)]
    return before.score != after.score and added[0] != added[1]


def _points(check: Check | None) -> int | None:
    return None if check is None else check.score
