"""Two slips at once: where none explains what was seen, the solution with two of them may behave as an answer does."""

import ast
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.diagnosis.case import Case
from autograder.diagnosis.claims import is_borne_out
from autograder.diagnosis.repairs.bench import Bench
from autograder.diagnosis.repairs.choose import MORE
from autograder.diagnosis.repairs.likeness import Likeness, count_words
from autograder.diagnosis.repairs.nearness import count_numbers
from autograder.diagnosis.repairs.task import Known, Task
from autograder.diagnosis.sentence import SLIP, Sentence
from autograder.diagnosis.slips import Slip, agree
from autograder.errors import CourseError
from autograder.submissions import Unit

TELLING = 3  # numbers that no two wrong programs share by chance
Pair = tuple[Slip, Slip]


def list_pairs(case: Case, known: Known) -> tuple[Pair, ...]:
    """Return the slips of an exercise that may be there together: each explains some of what is wrong, both all of it.

    Only numbers can tell: that nothing is raised where something should be has many reasons. Those come first with
    which the solution is most like the answer.
    """
    views = case.table.list_slips(case.exercise)
    work = case.wrong - case.refusals or case.wrong
    if case.answer is None or [one.says for one in known.slips] != [one.says for one in views]:
        return ()
    telling = {key for key in work if count_numbers(case.view(key)) >= TELLING}
    likely = []
    for slip, seen in zip(known.slips, views, strict=True):
        keys = seen.differs.keys() & case.asked - (case.wrong - work)
        if keys & telling and keys <= work and is_borne_out(seen, case.answer):
            likely.append((slip, keys))
    pairs = [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(likely, 2)
        if first | second == work and one.says != other.says
    ]
    likeness = Likeness(ast.parse(known.solution).body, count_words(ast.parse(case.answer.code).body))
    return tuple(sorted(pairs, key=lambda pair: -likeness.weigh((slip.write, slip.instead) for slip in pair)))


def find_two_slips(task: Task, bench: Bench, end: float) -> Sentence | None:
    """Return what the pairs of slips say with which the solution behaves as the answer does, if it is the same.

    Pairs are tried until the bench's clock is at `end`: that two of them give the same numbers is rare.
    """
    said = [{one.says: None, other.says: None} for one, other in _find_alike(task, bench, end)]
    shared = [says for says in said[0] if all(says in others for others in said)] if said else []
    if not shared:
        return None
    return Sentence(" ".join(shared if len(shared) == 2 else [*shared, MORE]), SLIP)


def _find_alike(task: Task, bench: Bench, end: float) -> Iterator[Pair]:
    for pair in task.pairs:
        if bench.spent() > end:
            return
        try:
            text = pair[1].apply(pair[0].apply(task.known.solution))
        except CourseError:
            continue
        units = [Unit(task.known.module, text)]
        # Most pairs do something else already where the first check looks.
        if all(_are_alike(bench.examine(units, most)[1], task.seen) for most in (1, task.results)):
            yield pair


def _are_alike(views: Sequence[Sequence[Any]], seen: Sequence[Sequence[Any]]) -> bool:
    checks = zip(views, seen, strict=False)
    return all(None not in one and agree(list(one), list(own)) for one, own in checks)
