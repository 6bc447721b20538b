"""Look for repairs: try the changes, the likeliest first, and keep those with which all checks pass."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from autograder.diagnosis.repairs.activations import find_stranger
from autograder.diagnosis.repairs.choose import say_both, say_part, say_where
from autograder.diagnosis.repairs.defaults import change_defaults
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.nearness import NUMBER, Part, list_all_gains
from autograder.diagnosis.repairs.place import walk
from autograder.diagnosis.repairs.propose import propose_lessons
from autograder.diagnosis.repairs.region import find_region, parse_units
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.repairs.version import Version, change
from autograder.diagnosis.sentence import Sentence
from autograder.submissions import Unit

TRIES_A_SECOND = 200  # a busy machine of two cores does 80 to 150
ENOUGH = 3
TRIES_AFTER_ONE = 120  # for repairs that compete with the first that was found
BEGINNINGS = 2
MOST_ALIKE = 6
SHARE_OF_ONE = 0.6  # of the tries and of the time, for changes that repair everything
SHARE_OF_A_PART = 0.8  # of the time, until which one is looked for
MOST_LESSONS = 5
TRIES_FOR_A_PART = 40
TELLING = (Group.LESSON, Group.SPECIFIC)  # what is true of a part without the rest
FORMS = {"kind", "dtype", "shape"}
PATIENCE = 2.0  # times the seconds that a search should take


class Bench(Protocol):
    """Where versions are tried."""

    def count_passed(self, units: Sequence[Unit]) -> int:
        """Return how many of the failing checks, from the first on, a version passes."""
        ...

    def examine(self, units: Sequence[Unit]) -> tuple[frozenset[int], list[list[Any]]]:
        """Return which of the failing checks a version passes, by their numbers, and views of what each looked at."""
        ...

    def confirm(self, units: Sequence[Unit], passed: frozenset[int] | None = None) -> bool:
        """Return whether a version passes all checks of the exercise, in a process of its own.

        With numbers of failing checks, those and all that passed before are enough.
        """
        ...

    def spent(self) -> float:
        """Return how many seconds of a processor were spent so far; infinitely many to end the search."""
        ...


def find_repair(units: Sequence[Unit], task: Task, bench: Bench) -> Sentence | None:
    """Return what the changes show that make an exercise pass: one change, or else two; None where none does.

    Two that slips teach come first. Before others, one change is enough that lets some more checks pass and fails none,
    if its reason is true of a part. Where even two are not enough, one that mends most of what fails is.

    How many changes are tried follows from the task alone, so that a slow machine finds the same; the clock only ends
    what takes twice as long as it should. Where none of that helps, one change is told that makes more right of what
    checks look at.
    """
    tries = int(task.seconds * TRIES_A_SECOND)
    left = iter(range(tries))
    end = PATIENCE * task.seconds
    own = Version.of(units, task)
    passing, partial = _try_changes(
        own, task, bench, islice(left, int(SHARE_OF_ONE * tries)), ENOUGH, SHARE_OF_ONE * end
    )
    if passing:
        return say_where(passing)
    lessons = _list_lessons(units, task)
    pair = _find_two_lessons(units, task, bench, lessons)
    if pair is not None:
        return say_both(*pair)
    parts, nearer = _find_parts(own, task, bench, SHARE_OF_A_PART * end)
    telling = [(passed, edit) for passed, edit in parts if edit.group in TELLING]
    part = next((edit for passed, edit in telling[:BEGINNINGS] if bench.confirm(change(units, edit), passed)), None)
    if part is not None:
        return say_part(part)
    found = (partial, [edit for _, edit in parts], nearer, lessons)
    firsts = list(dict.fromkeys(edit for edits in found for edit in edits[:BEGINNINGS]))
    for first in firsts:
        share = islice(left, (tries - int(SHARE_OF_ONE * tries)) // len(firsts))
        passing, _ = _try_changes(Version.of(change(units, first), task), task, bench, share, 1, end)
        if passing:
            return say_both(first, passing[0])
    most = [(passed, edit) for passed, edit in parts if 2 * len(passed) > len(task.failing)]
    best = [edit for passed, edit in most if len(passed) == len(most[0][0])]
    mended = [edit for edit in best[:MOST_ALIKE] if bench.confirm(change(units, edit), most[0][0])]
    if mended:
        return say_part(*mended)
    # What a slip's sentence says of the outcome need not be true of what is no more than nearer.
    specific = [edit for edit in nearer if edit.group is Group.SPECIFIC]
    near = next((edit for edit in specific[:BEGINNINGS] if bench.confirm(change(units, edit), frozenset())), None)
    return say_part(near) if near else _say_without_trial(units, task)


def _say_without_trial(units: Sequence[Unit], task: Task) -> Sentence | None:
    """Return what is true of an answer whatever else is wrong: a default or a step that the exercise does not have."""
    sources = parse_units(units)
    places = [
        place for source, root in find_region(sources, task.exercise, task.exercises) for place in walk(source, root)
    ]
    edits = [edit for place in places for edit in change_defaults(place, task.known.defaults)]
    if edits:
        return say_part(edits[0])
    stranger = find_stranger(find_region(sources, task.exercise, task.exercises), task.known.words)
    return say_part(stranger) if stranger else None


def _list_lessons(units: Sequence[Unit], task: Task) -> list[Edit]:
    edits = propose_lessons(parse_units(units), task.exercise, task.exercises, task.known.lessons)
    return list(islice(edits, MOST_LESSONS))


def _find_two_lessons(
    units: Sequence[Unit], task: Task, bench: Bench, lessons: Sequence[Edit]
) -> tuple[Edit, Edit] | None:
    """Return two changes that slips teach and with which all checks pass."""
    for first in lessons:
        changed = change(units, first)
        for second in _list_lessons(changed, task):
            both = change(changed, second)
            if bench.count_passed(both) == len(task.failing) and bench.confirm(both):
                return first, second
    return None


def _try_changes(
    version: Version, task: Task, bench: Bench, left: Iterator[int], enough: int, end: float
) -> tuple[list[Edit], list[Edit]]:
    """Return the changes with which all checks pass, and those with which some more pass, the best first."""
    passing: list[Edit] = []
    partial: list[tuple[int, Edit]] = []
    last: int | None = None
    for edit in version.edits:
        if len(passing) >= enough or bench.spent() > end:
            break
        at = next(left, None)
        if at is None or at == last:
            break
        count = bench.count_passed(change(version.lean, edit))
        if count == len(task.failing) and bench.confirm(change(version.units, edit)):
            passing.append(edit)
            last = last or at + TRIES_AFTER_ONE
        elif count:
            partial.append((count, edit))
    partial.sort(key=lambda one: -one[0])
    return passing, [edit for _, edit in partial]


def _find_parts(
    version: Version, task: Task, bench: Bench, end: float
) -> tuple[list[tuple[frozenset[int], Edit]], list[Edit]]:
    """Return the changes that let some checks pass, with those, and then the changes that let none pass and yet make
    more of what checks look at right, and nothing wrong; the ones that mend most first.
    """
    telling, others = ([edit for edit in version.edits if (edit.group in TELLING) is told] for told in (True, False))
    mended: list[tuple[frozenset[int], Edit]] = []
    nearer: list[tuple[int, Edit]] = []
    for edit in [*telling[:TRIES_FOR_A_PART], *others[:TRIES_FOR_A_PART]]:
        if bench.spent() > end:
            break
        passed, views = bench.examine(change(version.lean, edit))
        if passed:
            mended.append((passed, edit))
        elif gain := _weigh(list_all_gains(task.seen, views, task.right), edit):
            nearer.append((gain, edit))
    mended.sort(key=lambda one: (-len(one[0]), one[1].group))
    nearer.sort(key=lambda one: (-one[0], one[1].group))
    return mended, [edit for _, edit in nearer]


def _weigh(gains: Sequence[Part], edit: Edit) -> int:
    """Return how much of what was gained tells of a change: its numbers, and its form if that is what it is for."""
    return sum(kind == NUMBER or bool(edit.mends & FORMS) for kind, _ in gains)
