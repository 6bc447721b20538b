"""Find the changes that mend a part of what is wrong: some checks pass, or more of what they look at is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.diagnosis.repairs.bench import Bench
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.nearness import NUMBER, Part, list_all_gains, refuses_more, stops_more
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.repairs.version import Version, change

TRIES = 40  # of each kind: those that tell a part, and others
FORMS = {"kind", "dtype", "shape"}


@dataclass(frozen=True)
class Parts:
    """Changes that make all results right, or some, with the checks' numbers, or that only bring an answer nearer.

    The ones that mend most come first.
    """

    whole: list[Edit]
    mending: list[tuple[frozenset[int], Edit]]
    telling: list[tuple[frozenset[int], Edit]]  # those of the mending whose reason is true of a part alone
    nearer: list[Edit]


def find_parts(version: Version, edits: Sequence[Edit], task: Task, bench: Bench, end: float) -> Parts:
    """Try the first changes of a version to the end of each failing check, until the bench's clock is at `end`.

    What mends refusals alone mends no part of what a task wants first; of a task without results, all of it is wanted.
    """
    wanted = frozenset(range(task.results or len(task.failing)))
    edits = [edit for edit in edits if not _only_ends_a_crash(edit, task) and not _blames_another_guard(edit, task)]
    telling, others = ([edit for edit in edits if _tells_a_part(edit, task) is told] for told in (True, False))
    whole: list[Edit] = []
    mending: list[tuple[frozenset[int], Edit]] = []
    nearer: list[tuple[int, Edit]] = []
    for edit in [*telling[:TRIES], *others[:TRIES]]:
        if bench.spent() > end:
            break
        passed, views = bench.examine(change(version.lean, edit))
        # Of a guard more nothing can be told where others, or that one itself, refuse what is allowed.
        if "refusal" in edit.mends and refuses_more(views, task.right):
            continue
        if passed >= wanted and task.results:
            whole.append(edit)
        elif passed & wanted and not stops_more(task.seen, views, task.right):
            mending.append((passed & wanted, edit))
        # Nothing that was right may be wrong by it.
        elif list_all_gains(task.seen, views, task.right):
            gains = list_all_gains(*(each[: len(wanted)] for each in (task.seen, views, task.right)))
            if gain := _weigh(gains, edit):
                nearer.append((gain, edit))
    mending.sort(key=lambda one: (-len(one[0]), one[1].group))
    nearer.sort(key=lambda one: (-one[0], one[1].group))
    told = [(passed, edit) for passed, edit in mending if _tells_a_part(edit, task)]
    return Parts(whole, mending, told, [edit for _, edit in nearer])


def _tells_a_part(edit: Edit, task: Task) -> bool:
    """Return whether a change's reason is true without the rest: a slip's, if the answer behaves so somewhere."""
    return edit.group is Group.SPECIFIC or (edit.group is Group.LESSON and edit.says in task.alike)


def _only_ends_a_crash(edit: Edit, task: Task) -> bool:
    """Return whether a change puts something else or nothing where Python stops: that helps whatever is wrong there."""
    symptom = task.symptom
    is_there = "error" in symptom.kinds and edit.line == symptom.line
    return is_there and edit.group in (Group.SPECIFIC, Group.DROP) and "error" not in edit.mends


def _blames_another_guard(edit: Edit, task: Task) -> bool:
    """Return whether a change's reason speaks of a refusal that nothing met which should be taken.

    Where refusals are all that is wrong, what one asks may be too little; where Python stops in it, it asks amiss.
    """
    if edit.guard is None or edit.guard in task.symptom.refused:
        return False
    is_seen = "refusal" in task.symptom.kinds or edit.line == task.symptom.line
    return edit.group is Group.DROP or not is_seen


def _weigh(gains: Sequence[Part], edit: Edit) -> int:
    """Return how much of what was gained tells of a change: its numbers, and its form if that is what it is for."""
    return sum(kind == NUMBER or bool(edit.mends & FORMS) for kind, _ in gains)
