"""Family: what should be refused and is not, or is refused by another exception than the one that is asked for."""

import ast
import itertools
from collections.abc import Iterator

from autograder.diagnosis.repairs.source_text import Edit, Function, Place

RANKS = (1, 2, 3)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a refusal more, or one of another kind."""
    node = place.node
    if isinstance(node, ast.Raise) and node.exc is not None and "ValueError" not in place.text(node.exc):
        kind = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        says = f"{place.quote(kind)} is not the exception that is asked for"
        yield place.put("raise ValueError()", says, 2, mends="refusal")
    if isinstance(node, ast.Assert):
        says = "`assert` raises an AssertionError, and that is not the exception that is asked for"
        yield place.put(f"if not ({place.text(node.test)}): raise ValueError()", says, 2, mends="refusal")
    if isinstance(node, Function) and place.body:
        for condition, says in _list_guards(place.arguments):
            # One thing without another is what few exercises refuse.
            rank = 11 if " and not " in condition else 9
            yield place.begin(f"if {condition}:\n    raise ValueError()", says, rank, "refusal")


def _list_guards(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Yield conditions that might have to be refused, and what is said of a function without such a guard."""
    for first, second in itertools.combinations(arguments[:4], 2):
        yield f"{first}.shape != {second}.shape", f"nothing refuses `{first}` and `{second}` of different shapes"
        yield f"len({first}) != len({second})", f"nothing refuses `{first}` and `{second}` of different lengths"
        for one, other in ((first, second), (second, first)):
            yield f"{one} > {other}", f"nothing refuses `{one}` larger than `{other}`"
            yield f"{one} and not {other}", f"nothing refuses `{one}` without `{other}`"
        says = f"nothing refuses shapes of `{first}` and `{second}` that do not belong together"
        ranks = f"{first}.dim() != 2 or {second}.dim() != 1"
        yield f"{ranks} or len({first}) != len({second})", says
        yield ranks, says
        says = f"nothing refuses a label in `{second}` that is no class"
        yield f"{second}.min() < 0 or {second}.max() >= {first}.shape[1]", says
        yield f"bool(({second} < 0).any())", f"nothing refuses negative numbers in `{second}`"
        yield f"bool(({second} >= {first}.shape[1]).any())", says
    for name in arguments[:5]:
        for least, words in ((0, "a negative"), (1, "too small a"), (2, "too small a")):
            yield f"{name} < {least}", f"nothing refuses {words} `{name}`"
        outside = f"bool(({name} < 0).any() or ({name} > 1).any())"
        yield outside, f"nothing refuses numbers in `{name}` that are no probabilities"
        yield f"bool(({name} < 0).any())", f"nothing refuses negative numbers in `{name}`"
        yield f"bool(({name} > 1).any())", f"nothing refuses too large numbers in `{name}`"
        for rank in RANKS:
            yield f"{name}.dim() != {rank}", f"nothing refuses too many or too few dimensions of `{name}`"
        yield f"len({name}) == 0", f"nothing refuses an empty `{name}`"
        yield f"isinstance({name}, dict) and not {name}", f"nothing refuses an empty `{name}`"
        listed = f"isinstance({name}, dict) and not all({name}.values())"
        yield listed, f"nothing refuses an empty list in `{name}`"
        nothing = f"isinstance({name}, dict) and (not {name} or not all({name}.values()))"
        yield nothing, f"nothing refuses `{name}` without anything to try"
