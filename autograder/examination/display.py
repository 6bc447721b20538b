"""Put inputs, expected and seen values into lines that a student can read."""

import math
import re
from typing import Any

import numpy

from autograder.sandbox.numbers import is_tensor, name_dtype

CONTAINERS = (list, tuple, dict)
WHOLE = 12  # a tensor of at most so many numbers is shown whole
LONGEST = 400
LONGEST_WHOLE = 200  # characters; of a longer list or dict only the size is told
OBVIOUS = 4  # in a container of at most so many entries, everybody sees which one differs
EMPTY = 1000  # numbers that an empty tensor is taken for
WIDTH = 64  # what is left of 80 columns beside the labels
MOST_LINES = 6  # of a list that has a line for each entry
READABLE = 60  # of a longer list or dict, only the entry that matters is shown
KEY = re.compile(r"""\['([^']*)'\]""")


def show(value: object) -> str:
    """Return value in at most a few short lines."""
    if _has_dtype(value):
        return _show_tensor(value)
    if isinstance(value, float):
        return f"{value:.7g}" if value != int_or_none(value) else f"{value:.1f}"
    if isinstance(value, dict):
        return _show_dict(value)
    if isinstance(value, (list, tuple)):
        return _show_sequence(value)
    text = repr(value) if isinstance(value, (str, bool, int, type(None))) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def show_both(seen: Any, right: Any, where: str) -> tuple[str, str]:
    """Return (expected, yours): whole when small, else both at the place where they differ."""
    path, seen, right, where = _descend(seen, right, where)
    if path:
        path = _name_place(path)
        return tuple(_hang(f"{path}: ", side) for side in show_both(seen, right, where))  # type: ignore[return-value]
    if _has_dtype(seen) and _has_dtype(right):
        if seen.shape == right.shape and seen.dtype == right.dtype and _count(right) > WHOLE:
            index = _parse_index(where)
            return tuple(f"{_show_tensor(side)}, at {where}: {show(_item(side, index))}" for side in (right, seen))  # type: ignore[return-value]
        if seen.dtype != right.dtype:
            return _show_dtype(right), _show_dtype(seen)
    return show(right), show(seen) + (_point_out(where, right) if isinstance(right, CONTAINERS) else "")


def align(lines: dict[str, str]) -> str:
    """Return labelled lines with their texts aligned; a text of several lines keeps its margin."""
    width = max((len(label) for label in lines), default=0) + 2
    margin = "\n" + " " * max(width, 10)
    return "\n".join(label.ljust(max(width, 10)) + text.replace("\n", margin) for label, text in lines.items())


def count_numbers(value: object) -> int:
    """Return how many numbers and texts a reader of the value has to look at.

    An empty tensor counts as many: it is there for an edge, and seldom shows what is meant.
    """
    if _has_dtype(value):
        return _count(value) or EMPTY
    if isinstance(value, dict):
        return sum(map(count_numbers, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(count_numbers, value))
    return 1


def int_or_none(value: float) -> int | None:
    """Return the whole number that a float is, if it is a small one."""
    return int(value) if abs(value) < 1e6 and value == int(value) else None


def _has_dtype(value: object) -> bool:
    return isinstance(value, numpy.ndarray) or is_tensor(value)


def _count(value: Any) -> int:
    return math.prod(value.shape)


def _show_tensor(value: Any) -> str:
    word = "tensor" if is_tensor(value) else "array"
    if 0 < _count(value) <= WHOLE:
        # Between the matrices of a larger tensor are empty lines.
        return re.sub(r"\n+", "\n", str(value) if is_tensor(value) else repr(value))
    kind = "" if name_dtype(value) == "float32" else f" of {name_dtype(value)}"
    return f"{word}{kind} of shape {tuple(value.shape)}"


def _show_dict(value: dict[Any, Any]) -> str:
    items = [_hang(f"{show(key)}: ", show(item)) for key, item in list(value.items())[:30]]
    if shown := _show_items("{", items, "}", has_parts=any(map(_has_parts, value.values()))):
        return shown
    are_tensors = bool(value) and all(map(is_tensor, value.values()))
    return f"a dict of {len(value)} {'tensors' if are_tensors else 'entries'}"


def _show_sequence(value: list[Any] | tuple[Any, ...]) -> str:
    left, right = ("(", ")") if isinstance(value, tuple) else ("[", "]")
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    items = [show(item) for item in value[:WHOLE]]
    right = comma + (f", … {len(value)} in all" if len(value) > WHOLE else "") + right
    if shown := _show_items(left, items, right, has_parts=any(map(_has_parts, value[:WHOLE]))):
        return shown
    return f"a {type(value).__name__} of {len(value)}, the first:" + ("\n" if "\n" in items[0] else " ") + items[0]


def _has_parts(value: object) -> bool:
    return isinstance(value, CONTAINERS) or _has_dtype(value)


def _show_items(left: str, items: list[str], right: str, *, has_parts: bool) -> str:
    """Return entries on one line, or a line each where they have parts themselves; nothing where both are too long."""
    whole = left + ", ".join(map(_join_lines, items)) + right
    if len(whole) <= (WIDTH if has_parts else LONGEST_WHOLE):
        return whole
    laid_out = _hang(left, ",\n".join(items)) + right
    if len(lines := laid_out.split("\n")) <= MOST_LINES and max(map(len, lines)) <= WIDTH:
        return laid_out
    return whole if len(whole) <= LONGEST_WHOLE and not any("\n" in item for item in items) else ""


def _join_lines(shown: str) -> str:
    return re.sub(r"\n *", " ", shown)


def _hang(start: str, text: str) -> str:
    """Return the text after its start, its next lines below where it begins."""
    return start + text.replace("\n", "\n" + " " * len(start))


def _point_out(where: str, right: Any) -> str:
    """Say where two containers differ, if a reader would have to look for it, or what else is wrong."""
    if not where.endswith("]"):
        return f"   ({_name_place(where).removeprefix('is ').removeprefix('has ')})" if where else ""
    is_obvious = where.count("[") == 1 and len(right) <= OBVIOUS
    return "" if is_obvious else f"   (differs at {_name_place(where)})"


def _name_place(where: str) -> str:
    """Return a place without the brackets and quotes around its keys: `gradients, fc.weight[0]`."""
    return KEY.sub(r", \1", where).removeprefix(", ")


def _is_whole(shown: str) -> bool:
    return len(shown) <= READABLE and " of shape (" not in shown and not shown.startswith("a ") and "…" not in shown


def _show_dtype(value: Any) -> str:
    shown = _show_tensor(value)
    return shown if f" of {name_dtype(value)} of shape " in shown else f"{shown} of dtype {name_dtype(value)}"


def _descend(seen: Any, right: Any, where: str) -> tuple[str, Any, Any, str]:
    """Return the entries that `where` leads to, as far as they are too long: (path, seen, right, the rest of where)."""
    path = ""
    while isinstance(right, CONTAINERS) and not (_is_whole(show(right)) and _is_whole(show(seen))):
        keys = [
            key for key in (right if isinstance(right, dict) else range(len(right))) if where.startswith(f"[{key!r}]")
        ]
        if not keys:
            break
        step = f"[{keys[0]!r}]"
        path, where = path + step, where.removeprefix(step).strip()
        seen, right = seen[keys[0]], right[keys[0]]
    return path, seen, right, where


def _parse_index(where: str) -> tuple[int, ...]:
    return tuple(int(part) for part in where.strip("[]").split(",") if part.strip())


def _item(value: Any, index: tuple[int, ...]) -> Any:
    return value[index].item() if index else value.flatten()[0].item()
