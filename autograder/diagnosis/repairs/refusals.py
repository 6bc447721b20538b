"""Family: what should be refused and is not, or is refused by another exception than the one that is asked for."""

import ast
import itertools
from collections.abc import Iterator

from autograder.diagnosis.nodes import Function, is_constant, pair_defaults
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place

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
    if isinstance(node, ast.Return) and isinstance(place.parent, ast.If) and not _works(node.value):
        says = f"{place.quote()} gives something back where a ValueError is asked for"
        yield place.put("raise ValueError()", says, 2, mends="refusal")
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
        yield from _ask_for_rank(place, node.test)
    if isinstance(node, Function) and place.body:
        for condition, says in _list_guards(place.arguments):
            words = _say_partly(says) if _refuses(node, condition) else says
            yield place.begin(f"if {condition}:\n    raise ValueError()", words, 9, "refusal")
        for one, other in itertools.permutations(_list_options(node), 2):
            # One thing without another is what few exercises refuse.
            says = f"nothing refuses `{one}` without `{other}`"
            yield place.begin(f"if {one} and not {other}:\n    raise ValueError()", says, 11, "refusal")


def _ask_for_rank(place: Place, test: ast.expr) -> Iterator[Edit]:
    """Compare how many dimensions there are, where one size or all numbers are compared."""
    for one in ast.walk(test):
        if isinstance(one, ast.Compare) and is_constant(one.comparators[0], int) and (name := _sized(one.left)):
            says = f"{place.quote(one.left)} is not the number of dimensions of `{name}`"
            yield place.put(f"{name}.dim()", says, 3, node=one.left)


def _sized(node: ast.expr) -> str | None:
    """Return the name whose length, one size or number of entries an expression gives."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="size" | "numel")):
            return name
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=ast.Constant()):
            return name
    return None


def _works(value: ast.expr | None) -> bool:
    """Return whether a value is more than a constant or an empty container."""
    nodes = [] if value is None else list(ast.walk(value))
    return any(isinstance(one, ast.Name | ast.Call | ast.Attribute) for one in nodes)


def _list_options(function: Function) -> list[str]:
    """Return the arguments with a default: what must be given is never missing."""
    return [name.arg for name, _ in pair_defaults(function)]


def _refuses(function: Function, condition: str) -> bool:
    """Return whether something that a condition asks about is refused already, if only in part."""
    asked = {each.id for each in ast.walk(ast.parse(condition)) if isinstance(each, ast.Name)} - {"bool", "len"}
    guards = [each for each in ast.walk(function) if isinstance(each, ast.If)]
    refusing = [each.test for each in guards if any(isinstance(one, ast.Raise) for one in each.body)]
    return any(isinstance(one, ast.Name) and one.id in asked for test in refusing for one in ast.walk(test))


def _say_partly(says: str) -> str:
    return says.replace("nothing refuses", "the refusals do not cover every case of")


def _list_guards(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Yield conditions that might have to be refused, and what is said of a function without such a guard."""
    for first, second in itertools.combinations(arguments[:4], 2):
        yield f"{first}.shape != {second}.shape", f"nothing refuses `{first}` and `{second}` of different shapes"
        yield f"len({first}) != len({second})", f"nothing refuses `{first}` and `{second}` of different lengths"
        for one, other in ((first, second), (second, first)):
            yield f"{one} > {other}", f"nothing refuses `{one}` larger than `{other}`"
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
