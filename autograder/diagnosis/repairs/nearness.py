"""What of the things that checks look at is right: more of it after a change means that the change mends something.

A view of right code has parts: the kind of what came back, its dtype, its shape, its keys, and its numbers.
"""

from collections.abc import Sequence
from typing import Any

from autograder.diagnosis.slips import agree

View = Any
FORM, NUMBER = "form", "number"
Part = tuple[str, str]  # FORM or NUMBER, and where in the view it is


def list_all_gains(
    before: Sequence[Sequence[View]], after: Sequence[Sequence[View]], right: Sequence[Sequence[View]]
) -> list[Part]:
    """Return the parts of what each check looks at that are right only after a change; none if anything got worse."""
    if not len(before) == len(after) == len(right):
        return []
    gains = [_list_gains(*views) for views in zip(before, after, right, strict=True)]
    return [] if None in gains else [part for parts in gains for part in parts or []]


def stops_more(
    before: Sequence[Sequence[View]], after: Sequence[Sequence[View]], right: Sequence[Sequence[View]]
) -> bool:
    """Return whether a change ends what rightly gave a value: to refuse everything is no refusal of what is wrong."""
    checks = zip(before, after, right, strict=False)
    views = [one for check in checks for one in zip(*check, strict=False) if None not in one]
    return any("saw" in old and "saw" in ours and "raised" in new for old, new, ours in views)


def refuses_more(after: Sequence[Sequence[View]], right: Sequence[Sequence[View]]) -> bool:
    """Return whether a version has an own `raise` for input that should be taken: see views.py for its text."""
    checks = zip(after, right, strict=False)
    views = [pair for check in checks for pair in zip(*check, strict=False) if None not in pair]
    return any("saw" in ours and "raised" in new and not new["text"] for new, ours in views)


def count_numbers(view: View) -> int:
    """Return how many numbers of a view are not right by chance."""
    return sum(kind == NUMBER for kind, _ in _list_right(view, view, "")) if "saw" in view else 0


def _list_gains(before: Sequence[View], after: Sequence[View], right: Sequence[View]) -> list[Part] | None:
    """Return the parts of one check's views that are right only after a change; None if something got worse."""
    if not len(before) == len(after) == len(right) or None in after:
        return None
    gains: list[Part] = []
    for at, (old, new, ours) in enumerate(zip(before, after, right, strict=True)):
        own, made, all_parts = (_list_right(one, ours, str(at)) for one in (old, new, ours))
        if own - made:
            return None
        # Whatever ends an exception makes something come back: that is no more than a sign where all of it is right.
        if "saw" in old or agree(new, ours):
            gains += _leave_out_chance(made - own, all_parts - own)
    return sorted(gains)


def _leave_out_chance(gained: set[Part], wrong: set[Part]) -> set[Part]:
    """Return what was gained, without numbers where most of those that were wrong still are."""
    gained_numbers, wrong_numbers = (sum(kind == NUMBER for kind, _ in parts) for parts in (gained, wrong))
    return gained if 2 * gained_numbers >= wrong_numbers else {part for part in gained if part[0] != NUMBER}


def _list_right(yours: View, right: View, at: str) -> set[Part]:
    if "saw" not in right or "saw" not in yours:
        return {(NUMBER, at)} if agree(yours, right) else set()
    return _compare(yours["saw"], right["saw"], at)


def _compare(yours: View, right: View, at: str) -> set[Part]:
    if type(yours) is not type(right):
        return set()
    if isinstance(right, list):
        return _compare_lists(yours, right, at)
    if not isinstance(right, dict):
        # Whole numbers and flags are often right by chance.
        is_telling = isinstance(right, float) and right not in (0.0, 1.0)
        return {(FORM, at), *([(NUMBER, at)] if is_telling and agree(yours, right) else [])}
    if yours.keys() != right.keys():
        return set()
    if "dict" in right:
        mine, ours = ({str(key): item for key, item in view["dict"]} for view in (yours, right))
        same = {(FORM, f"{at} keys")} if mine.keys() == ours.keys() else set()
        return same.union(*(_compare(mine[key], ours[key], f"{at} {key}") for key in ours if key in mine))
    return {(FORM, at)}.union(*(_compare_tagged(tag, yours, right, at) for tag in right))


def _compare_tagged(tag: str, yours: View, right: View, at: str) -> set[Part]:
    if tag == "values" and yours.get("shape") != right.get("shape"):
        return set()
    if isinstance(right[tag], list) and tag != "shape":
        # Of numbers in a tensor, whose dtype is compared already, the kind says nothing more.
        return {part for part in _compare_lists(yours[tag], right[tag], at) if tag != "values" or part[0] == NUMBER}
    return {(FORM, f"{at} {tag}")} if yours[tag] == right[tag] else set()


def _compare_lists(yours: View, right: View, at: str) -> set[Part]:
    if not isinstance(yours, list):
        return set()
    # Of another length, the numbers that are there may be right all the same.
    pairs = enumerate(zip(yours, right, strict=False))
    same = {(FORM, at)} if len(yours) == len(right) else set()
    return same.union(*(_compare(one, other, f"{at} {index}") for index, (one, other) in pairs))
