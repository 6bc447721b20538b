"""Compare what was seen with what is right: dtype and shape first, then values."""

import math
from collections.abc import Mapping
from typing import Any

import numpy

from autograder.checks.annotations import name_kind
from autograder.sandbox.numbers import is_tensor

EXACT = 1e-300  # a difference that is not allowed, and still no division by 0


class Mismatch(AssertionError):
    """What was seen differs from what is right; both sides are kept for the report.

    `excess` is how many times the allowed difference the largest difference is: infinite where it is no number.
    """

    def __init__(self, seen: object, right: object, where: str = "", excess: float = math.inf) -> None:
        super().__init__(where)
        self.seen = seen
        self.right = right
        self.where = where
        self.excess = excess


def assert_close(seen: object, right: object, *, rtol: float = 1e-4, atol: float = 1e-5) -> None:
    """Raise Mismatch unless seen equals right: |seen − right| ≤ atol + rtol · |right|, the same dtype and shape.

    Takes tensors, NumPy arrays, numbers, and lists, tuples and dicts of these. nan equals only nan. An empty tensor is
    close only to an empty one of the same shape, and nothing is broadcast.
    """
    __tracebackhide__ = True
    problem = _find_difference(seen, right, rtol, atol, "")
    if problem is not None:
        where, excess = problem
        raise Mismatch(seen, right, where, excess)


def find_place(seen: object, right: object) -> str:
    """Return where in a list or dict two values that are not equal differ first; "" for others."""
    found = _find_difference(seen, right, 0.0, EXACT, "") if isinstance(right, (list, tuple, dict)) else None
    return found[0] if found is not None else ""


def _find_difference(seen: Any, right: Any, rtol: float, atol: float, place: str) -> tuple[str, float] | None:
    """Return where the two differ first and by how many times the allowed difference, or None."""
    if is_tensor(right) or isinstance(right, numpy.ndarray):
        return _compare_tensors(seen, right, rtol, atol, place)
    if isinstance(right, Mapping):
        if not isinstance(seen, dict):
            return _name_other_kind(seen, right, place), math.inf
        if seen.keys() != right.keys():
            return _name_key_difference(seen, right, place), math.inf
        pairs = ((f"{place}[{key!r}]", seen[key], right[key]) for key in right)
    elif isinstance(right, (list, tuple)):
        if not isinstance(seen, (list, tuple)):
            return _name_other_kind(seen, right, place), math.inf
        if len(seen) != len(right):
            return f"{place} has {len(seen)} entr{'y' if len(seen) == 1 else 'ies'}, not {len(right)}".strip(), math.inf
        pairs = ((f"{place}[{index}]", a, b) for index, (a, b) in enumerate(zip(seen, right, strict=True)))
    elif isinstance(right, float):
        return _compare_numbers(seen, right, rtol, atol, place)
    else:
        return None if type(seen) is type(right) and seen == right else (place, math.inf)
    for inner, a, b in pairs:
        problem = _find_difference(a, b, rtol, atol, inner)
        if problem is not None:
            return problem
    return None


def _compare_tensors(seen: Any, right: Any, rtol: float, atol: float, place: str) -> tuple[str, float] | None:
    # Not their exact types: what is right may be a Parameter, and what was seen arrives as a plain tensor.
    if not (is_tensor(seen) if is_tensor(right) else isinstance(seen, numpy.ndarray)):
        return place, math.inf
    if seen.shape != right.shape:
        return f"{place} has another shape".strip(), math.inf
    if seen.dtype != right.dtype:
        return f"{place} has another dtype".strip(), math.inf
    a, b = _widen(seen), _widen(right)
    if a.size == 0:
        return None
    with numpy.errstate(all="ignore"):
        ratio = numpy.abs(a - b) / (atol + rtol * numpy.abs(b))
    # Infinities of the same sign are equal, and their difference is nan.
    equal = (a == b) | (numpy.isnan(a) & numpy.isnan(b))
    ratio = numpy.where(equal, 0.0, numpy.nan_to_num(ratio, nan=math.inf, posinf=math.inf))
    worst = int(ratio.argmax())
    if ratio.flat[worst] <= 1:
        return None
    index = ", ".join(str(int(i)) for i in numpy.unravel_index(worst, a.shape)) if a.ndim else ""
    return f"{place}[{index}]" if index else place, float(ratio.flat[worst])


def _widen(value: Any) -> Any:
    """Return a tensor or an array as an array of 64-bit floats, or of pairs of them."""
    if is_tensor(value):
        value = value.detach().resolve_conj().resolve_neg()
        return (value.cdouble() if value.is_complex() else value.double()).numpy()
    return value.astype(numpy.complex128 if numpy.iscomplexobj(value) else numpy.float64)


def _compare_numbers(seen: Any, right: float, rtol: float, atol: float, place: str) -> tuple[str, float] | None:
    if not isinstance(seen, (int, float)) or isinstance(seen, bool):
        return place, math.inf
    try:
        seen = float(seen)
    # A whole number may have more digits than any float.
    except OverflowError:
        return place, math.inf
    if seen == right or (math.isnan(seen) and math.isnan(right)):
        return None
    ratio = abs(seen - right) / (atol + rtol * abs(right))
    return None if ratio <= 1 else (place, math.inf if math.isnan(ratio) else ratio)


def _name_other_kind(seen: object, right: object, place: str) -> str:
    return f"{place} is {name_kind(seen)}, not a {type(right).__name__}".strip()


def _name_key_difference(seen: dict[Any, Any], right: Mapping[Any, Any], place: str) -> str:
    missing = [key for key in right if key not in seen]
    extra = [key for key in seen if key not in right]
    return f"{place} {missing[0]!r} is missing".strip() if missing else f"{place} {extra[0]!r} is too much".strip()
