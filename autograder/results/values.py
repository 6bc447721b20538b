"""Read the JSON of a result, strictly: what is not as it was written is refused in one line."""

from collections.abc import Callable
from typing import Any, TypeVar

from autograder.errors import RecordError

T = TypeVar("T")


def take(data: Any, key: str, kind: type, *, optional: bool = False) -> Any:
    """Return the value of a key, of exactly this type; a whole number may stand for a float, null for `optional`."""
    if not isinstance(data, dict) or key not in data:
        raise RecordError(f"{key!r} is missing")
    value = data[key]
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is kind or (optional and value is None):
        return value
    raise RecordError(f"{key!r} should be {kind.__name__}, not {type(value).__name__}")


def take_each(data: Any, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """Return what `read` makes of each entry of a list."""
    return tuple(map(read, take(data, key, list)))


def insist_on_totals(item: T, data: Any, keys: tuple[str, ...]) -> T:
    """Return an item whose totals are as they are stored for readers of the JSON; others were edited or torn."""
    for key in keys:
        if data.get(key) != getattr(item, key):
            raise RecordError(f"{key!r} is {data.get(key)!r}, but the checks give {getattr(item, key)!r}")
    return item
