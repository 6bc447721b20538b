"""Numbers against numbers: a factor, an offset, another order, no number at all, and which of them are right."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis.relations.kinds import Pair, is_tensor
from autograder.diagnosis.slips import agree

NEAR = 5e-4  # relative; views have six digits
MOST = 1000  # of whole factors, more is chance
MOST_OF_FEW = 50  # where there are only one or two numbers
CLOSE = 0.01


@dataclass(frozen=True)
class Numbers:
    """The numbers of one observation, yours and the expected ones, at the same places."""

    seen: list[float]
    right: list[float]
    shape: list[int] | None  # of a tensor that is wholly there

    @property
    def lasts(self) -> bool:
        """Return whether all of them are finite."""
        return all(map(math.isfinite, self.seen))


def relate_numbers(shown: list[Pair], least: int = 1) -> str | None:
    """Return what holds of every wrong observation that has numbers; `shown` are (seen, right) values.

    Of fewer than `least` numbers nothing is said.
    """
    found = [_collect(*pair) for pair in shown]
    numbers = [one for one in found if one is not None and one.right]
    if sum(len(one.right) for one in numbers) < max(least, 1):
        return None
    where = "fail" if len(numbers) == len(found) else "compare numbers and fail"
    relations: Sequence[Callable[[list[Numbers]], str | None]] = (
        *(_relate_infinite, _relate_factor, _relate_offset, _relate_transposed, _relate_order, _relate_closeness),
        _relate_share,
    )
    text = next((text for relate in relations if (text := relate(numbers)) is not None), None)
    return text and text.replace("Where the public checks fail", f"Where the public checks {where}")


def _collect(seen: Any, right: Any) -> Numbers | None:
    """Return the numbers of two views of the same form, or None."""
    if _is_number(seen) and _is_number(right):
        return Numbers([_number(seen)], [_number(right)], None)
    if is_tensor(seen) and is_tensor(right) and seen["shape"] == right["shape"] and seen.keys() == right.keys():
        pairs = list(zip(seen["values"], right["values"], strict=True))
        if not all(_is_number(one) and _is_number(other) for one, other in pairs):
            return None
        whole = math.prod(right["shape"]) == len(right["values"])
        return Numbers(*_split(pairs), right["shape"] if whole else None)
    parts: list[tuple[Any, Any]] | None = None
    if isinstance(seen, list) and isinstance(right, list) and len(seen) == len(right):
        parts = list(zip(seen, right, strict=True))
    elif isinstance(seen, dict) and isinstance(right, dict) and seen.keys() == right.keys():
        for kind in ("tuple", "dict"):
            if kind in seen and len(seen[kind]) == len(right[kind]):
                parts = list(zip(seen[kind], right[kind], strict=True))
    if parts is None:
        return None
    # What is no number is left out where it is right.
    inner = [_collect(*part) for part in parts if not (isinstance(part[1], str | bool | type(None)) and agree(*part))]
    if not inner or None in inner:
        return None
    known = [one for one in inner if one is not None]
    return Numbers([x for one in known for x in one.seen], [x for one in known for x in one.right], None)


def _is_number(view: Any) -> bool:
    if isinstance(view, dict):
        return view.keys() == {"float"}
    return isinstance(view, int | float) and not isinstance(view, bool)


def _number(view: Any) -> float:
    return float(view["float"] if isinstance(view, dict) else view)


def _split(pairs: list[tuple[Any, Any]]) -> tuple[list[float], list[float]]:
    return [_number(one) for one, _ in pairs], [_number(other) for _, other in pairs]


def _relate_infinite(numbers: list[Numbers]) -> str | None:
    if not all(all(map(math.isfinite, one.right)) for one in numbers):
        return None
    for word, is_it in (("nan, which is no number", math.isnan), ("infinite", math.isinf)):
        if all(any(map(is_it, one.seen)) for one in numbers):
            where = "every" if all(all(map(is_it, one.seen)) for one in numbers) else "some"
            verb = "is" if where == "every" else "are"
            noun = "number" if where == "every" else "numbers"
            return f"Where the public checks fail, {where} {noun} of yours {verb} {word}."
    return None


def _relate_factor(numbers: list[Numbers]) -> str | None:
    """Find one factor for all, or a whole one for each observation."""
    factors = [_find_factor(one) for one in numbers]
    known = [factor for factor in factors if factor is not None]
    if len(known) != len(factors):
        return None
    count = sum(len(one.right) for one in numbers)
    if all(_near(factor, known[0]) for factor in known):
        words = _describe_factor(known[0], certain=count > 2)
        return words and f"Where the public checks fail, every number of yours is the expected one {words}."
    for verb, turned in (("times", known), ("divided by", [1 / factor for factor in known])):
        if all(1 < round(one) <= MOST and _near(one, round(one)) for one in turned):
            listed = ", ".join(dict.fromkeys(str(round(one)) for one in turned))
            text = f"every number of yours is the expected one {verb} a whole number that changes with the input"
            return f"Where the public checks fail, {text} ({listed})."
    return None


def _find_factor(one: Numbers) -> float | None:
    if not one.lasts or not all(map(math.isfinite, one.right)):
        return None
    largest = max(range(len(one.right)), key=lambda index: abs(one.right[index]))
    if one.right[largest] == 0:
        return None
    factor = one.seen[largest] / one.right[largest]
    if factor == 0 or _near(factor, 1):
        return None
    return factor if all(map(_near, one.seen, (factor * right for right in one.right))) else None


def _describe_factor(factor: float, certain: bool) -> str | None:
    if _near(factor, -1):
        return "with the other sign"
    whole, turned, most = round(factor), round(1 / factor), MOST if certain else MOST_OF_FEW
    if 1 < abs(whole) <= most and _near(factor, whole):
        return f"times {whole}"
    if 1 < abs(turned) <= most and _near(1 / factor, turned):
        return f"divided by {turned}"
    return f"times {factor:.4g}" if certain else None


def _relate_offset(numbers: list[Numbers]) -> str | None:
    """Find what all numbers are off by; of a single number that says nothing."""
    if sum(len(one.right) for one in numbers) < 3 or not all(one.lasts for one in numbers):
        return None
    offset = numbers[0].seen[0] - numbers[0].right[0]
    if not math.isfinite(offset) or abs(offset) < 1e-3:
        return None
    if all(_near(x, y + offset) for one in numbers for x, y in zip(one.seen, one.right, strict=True)):
        words = f"{abs(offset):.4g} {'more' if offset > 0 else 'less'} than"
        return f"Where the public checks fail, every number of yours is {words} the expected one."
    return None


def _relate_transposed(numbers: list[Numbers]) -> str | None:
    def is_transposed(one: Numbers) -> bool:
        if one.shape is None or len(one.shape) != 2 or one.shape[0] != one.shape[1]:
            return False
        side = one.shape[0]
        turned = [one.right[row * side + column] for column in range(side) for row in range(side)]
        return agree(one.seen, turned) and not agree(one.seen, one.right)

    if all(map(is_transposed, numbers)):
        return "Where the public checks fail, the numbers are the expected ones with rows and columns exchanged."
    return None


def _relate_order(numbers: list[Numbers]) -> str | None:
    several = all(len(set(one.right)) > 1 for one in numbers)
    if several and numbers[0].lasts and all(map(_is_reordered, (one for one in numbers if one.lasts))):
        return "Where the public checks fail, the numbers are the expected ones in another order."
    return None


def _is_reordered(one: Numbers) -> bool:
    return agree(sorted(one.seen), sorted(one.right)) and not agree(one.seen, one.right)


def _relate_closeness(numbers: list[Numbers]) -> str | None:
    if not all(one.lasts and all(map(math.isfinite, one.right)) for one in numbers):
        return None
    # Each against itself: an observation may hold numbers of very different sizes.
    pairs = [pair for one in numbers for pair in _pairs(one)]
    is_off = any(not agree(float(x), float(y)) for x, y in pairs)
    if is_off and all(abs(x - y) <= CLOSE * abs(y) for x, y in pairs):
        return "The numbers are close to the expected ones (less than 1 % off), and not as close as they should be."
    return None


def _relate_share(numbers: list[Numbers]) -> str | None:
    """Say how many are right, or that the first ones are."""
    flags = [[agree(float(x), float(y)) for x, y in _pairs(one)] for one in numbers]
    right, count = sum(map(sum, flags)), sum(map(len, flags))
    # Then it is not their numbers that are wrong.
    if right == count:
        return None
    if all(one[0] and False in one and not any(one[one.index(False) :]) for one in flags):
        return "Where the public checks fail, the first numbers are right, and all later ones are not."
    if right:
        few = "only " if 2 * right < count else ""
        verb = "is" if right == 1 else "are"
        instead = {x for one in numbers for x, y in _pairs(one) if not agree(float(x), float(y))}
        rest = f"; in place of the others there is {instead.pop():.4g}" if len(instead) == 1 < count - right else ""
        said = f"{few}{right} of the {count} numbers that were compared {verb} right{rest}"
        return f"Where the public checks fail, {said}."
    for word, sign in (("larger", 1), ("smaller", -1)):
        if all(sign * x > sign * y for one in numbers for x, y in _pairs(one)):
            every = "every number of yours is" if count > 1 else "your number is"
            return f"Where the public checks fail, {every} {word} than the expected one."
    if all(one.shape is not None for one in numbers):
        return "Where the public checks fail, shape and type are right, and no number is."
    return None


def _pairs(one: Numbers) -> list[tuple[float, float]]:
    return list(zip(one.seen, one.right, strict=True))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 + NEAR * max(abs(one), abs(other))
