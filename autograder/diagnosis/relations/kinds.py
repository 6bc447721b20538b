"""The right values in the wrong kind: another shape, dtype or container, and what is missing altogether."""

from collections.abc import Sequence
from typing import Any

from autograder.diagnosis.slips import agree

Pair = tuple[Any, Any]
PLACES = ("first", "second", "third", "fourth")


def relate_kinds(shown: list[Pair]) -> str | None:
    """Return how the kinds of all wrong observations differ, if they differ alike; `shown` are (seen, right) values."""
    texts = {_compare(*pair) for pair in shown}
    return texts.pop() if len(texts) == 1 else None


def relate_parts(shown: list[Pair]) -> str | None:
    """Return which one of a few parts is wrong, if it is the only one and everywhere the same."""
    found = {_find_only_part(*pair) for pair in shown}
    only = found.pop() if len(found) == 1 else None
    return only and f"In the public checks only {only} values that are looked at is wrong."


def _find_only_part(seen: Any, right: Any) -> str | None:
    names: Sequence[str] = [f"the {place}" for place in PLACES]
    if isinstance(seen, dict) and isinstance(right, dict) and "dict" in seen and "dict" in right:
        names, seen, right = _name_entries(seen["dict"], right["dict"])
    parts = _parts(seen, right)
    wrong = [name for name, part in zip(names, parts, strict=False) if not agree(*part)]
    if not 1 < len(parts) <= len(names) or len(wrong) != 1:
        return None
    return f"{wrong[0]} of the {len(parts)}"


def _name_entries(seen: list[Any], right: list[Any]) -> tuple[list[str], list[Any], list[Any]]:
    """Return the keys of two dicts, if they are the same, and their values."""
    keys = [key for key, _ in seen]
    if keys != [key for key, _ in right] or not all(isinstance(key, str) for key in keys):
        return [], [], []
    return [f"`{key}`" for key in keys], [value for _, value in seen], [value for _, value in right]


def _compare(seen: Any, right: Any) -> str | None:
    if seen is None and right is not None:
        return "In the public checks it gives None where a value is expected."
    if (_holders(seen), _holders(right)) == ({"array"}, {"tensor"}):
        return "In the public checks it gives NumPy arrays where tensors are expected."
    if is_tensor(seen) and is_tensor(right):
        return _compare_tensors(seen, right)
    if is_tensor(seen) and isinstance(right, int | float) and not isinstance(right, bool):
        alone = seen["values"][0] if len(seen["values"]) == 1 else None
        if _equal(alone, right):
            return "The number is right, but it comes as a tensor."
        return "In the public checks it gives a tensor where a plain number is expected."
    if isinstance(seen, dict) and "tuple" in seen and isinstance(right, list):
        return (
            "What is in it is right, but it comes as a tuple, not as a list." if agree(seen["tuple"], right) else None
        )
    if isinstance(seen, list) and isinstance(right, dict) and "tuple" in right:
        return (
            "What is in it is right, but it comes as a list, not as a tuple." if agree(seen, right["tuple"]) else None
        )
    if isinstance(seen, dict) and isinstance(right, dict) and "dict" in seen and "dict" in right:
        return _compare_dicts(seen["dict"], right["dict"])
    parts = _parts(seen, right)
    if parts:
        # The first part explains it, if there is something to say of each.
        found = [_compare(*part) for part in parts if not agree(*part)]
        return found[0] if found and None not in found else None
    if isinstance(right, list) and isinstance(seen, int | float) and not isinstance(seen, bool):
        return "In the public checks it gives one number where a list is expected."
    if isinstance(seen, list) and isinstance(right, list) and len(seen) != len(right):
        return _compare_lengths(seen, right)
    mine, asked = _name(seen), _name(right)
    if mine != asked and mine is not None and asked is not None:
        return f"In the public checks it gives {mine} where {asked} is expected."
    return None


def _name(view: Any) -> str | None:
    """Name what holds the values of a view."""
    names = {"tensor": "a tensor", "array": "a NumPy array", "tuple": "a tuple", "dict": "a dict"}
    if isinstance(view, dict):
        return next((name for tag, name in names.items() if tag in view), None)
    return "a list" if isinstance(view, list) else "a text" if isinstance(view, str) else None


def _parts(seen: Any, right: Any) -> list[Pair]:
    """Return the parts of two sequences of the same kind and length."""
    if isinstance(seen, dict) and isinstance(right, dict) and "tuple" in seen and "tuple" in right:
        seen, right = seen["tuple"], right["tuple"]
    alike = isinstance(seen, list) and isinstance(right, list) and len(seen) == len(right)
    return list(zip(seen, right, strict=True)) if alike else []


def is_tensor(view: Any) -> bool:
    """Return whether a view is one of a tensor or an array."""
    return isinstance(view, dict) and "shape" in view


def _holders(view: Any) -> set[str]:
    """Return what holds the numbers of a view, at any depth: tensors, arrays."""
    if is_tensor(view):
        return {kind for kind in ("tensor", "array") if kind in view}
    parts = [*view.values()] if isinstance(view, dict) else view if isinstance(view, list) else []
    return {holder for part in parts for holder in _holders(part)}


def _compare_tensors(seen: Any, right: Any) -> str | None:
    same_numbers = len(seen["values"]) == len(right["values"]) and all(map(_equal, seen["values"], right["values"]))
    if not same_numbers:
        return None
    if seen["shape"] != right["shape"]:
        shapes = f"{_shape(seen)}, where {_shape(right)} is expected"
        return f"In the public checks the numbers are right, but their shape is not: {shapes}."
    kinds = [view.get("tensor") or view.get("array") for view in (seen, right)]
    if kinds[0] != kinds[1]:
        return f"In the public checks the numbers are right, but as {kinds[0]}, where {kinds[1]} is expected."
    return None


def _compare_dicts(seen: list[Any], right: list[Any]) -> str | None:
    mine, asked = ([key for key, _ in entries] for entries in (seen, right))
    missing, more = [key for key in asked if key not in mine], [key for key in mine if key not in asked]
    if missing and not more:
        verb = "is" if len(missing) == 1 else "are"
        return f"In the public checks {len(missing)} of {len(asked)} entries {verb} missing."
    if more and not missing:
        entries = "1 entry" if len(more) == 1 else f"{len(more)} entries"
        return f"In the public checks it has {entries} more than the {len(asked)} that are expected."
    if missing and more and isinstance(missing[0], str) and isinstance(more[0], str):
        return f"In the public checks it has an entry {more[0]!r}, and none called {missing[0]!r}."
    if sorted(map(str, mine)) == sorted(map(str, asked)) and mine != asked:
        return "In the public checks the entries are the expected ones, in another order."
    # The probe's own dict: what is wrong in one place explains it.
    parts = [_compare(one, other) for (_, one), (_, other) in zip(seen, right, strict=False) if not agree(one, other)]
    return parts[0] if mine == asked and parts else None


def _compare_lengths(seen: list[Any], right: list[Any]) -> str | None:
    short = min(len(seen), len(right))
    difference = abs(len(seen) - len(right))
    is_short = short == len(seen)
    for place, mine, asked in (("first", seen[:short], right[:short]), ("last", seen[-short:], right[-short:])):
        if short and agree(mine, asked) and is_short:
            some = place if short == 1 else f"{place} {short}"
            return f"In the public checks it gives only the {some} of the {len(right)} that are expected."
        if short and agree(mine, asked):
            end = "end" if place == "first" else "beginning"
            return f"In the public checks it gives {difference} too many at the {end}; the others are right."
    return f"In the public checks it gives {difference} {'fewer' if is_short else 'more'} than expected."


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return agree(float(one), float(other))
    return agree(one, other)


def _shape(view: Any) -> str:
    return str(tuple(view["shape"]))
