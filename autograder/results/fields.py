"""Make a dataclass of JSON that lay on a disk, where a hand or a fault may have changed it."""

import math
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def build(kind: type[T], data: Any) -> T:
    """Return `kind(**data)`; raise TypeError where a field is missing, unknown or of another type than it says.

    Types may be those of JSON, `Any`, dict[str, …], list[…], tuple[…, …] and unions of them; numbers are finite.
    """
    if type(data) is not dict:
        raise TypeError(f"{kind.__name__} is made of an object, not of {data!r:.50}")
    hints = _read_hints(kind)  # type: ignore[arg-type]  # mypy takes no class for hashable whose kind is not known
    for name, value in data.items():
        if name not in hints or not _fits(value, hints[name]):
            raise TypeError(f"{kind.__name__} has no {name!r} such as {value!r:.50}")
    return kind(**data)


@cache
def _read_hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    parts = get_args(hint)
    match get_origin(hint) or hint:
        case origin if origin is UnionType:
            return any(_fits(value, part) for part in parts)
        case origin if origin is Any:
            return True
        case origin if origin is dict:
            return type(value) is dict and all(_fits(each, parts[1]) for each in value.values())
        case origin if origin is list:
            return type(value) is list and all(_fits(each, parts[0]) for each in value)
        case origin if origin is tuple:
            # JSON knows lists alone.
            return type(value) is list and len(value) == len(parts) and all(map(_fits, value, parts))
        case origin if origin is float:
            return type(value) in (int, float) and math.isfinite(value)
        case origin:
            return type(value) is origin
