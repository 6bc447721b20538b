"""Family: wrong amounts: a fixed number for one that is given, a value without its square root, its sign, its bound."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import Function, called, is_constant, names_in
from autograder.diagnosis.repairs.arguments import has_parts
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.roles import role_of

SCALED = (
    ("({}) ** 0.5", "lacks a square root"),
    ("({}) ** 2", "is not squared"),
    ("abs({})", "keeps its sign"),
    ("-({})", "has the wrong sign"),
    ("({}) / 2", "is twice as much as it should be"),
    ("({}) * 2", "is half of what it should be"),
    ("1 - ({})", "stands where what it leaves of 1 is needed"),
    ("torch.relu({})", "lets negative numbers pass"),
    ("torch.sigmoid({})", "is not brought between 0 and 1"),
    ("torch.log({})", "lacks a logarithm"),
    ("torch.exp({})", "lacks an exponential"),
    ("sorted({})", "is in no fixed order"),
    ("({}).clamp(min=-100)", "may become infinite: nothing bounds it"),
)
MADE = {"list", "tuple", "dict", "set", "zeros", "zeros_like", "ones", "ones_like", "Conv2d", "Linear", "enumerate"}


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with another amount."""
    node = place.node
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not is_constant(node, bool):
        yield from _other_number(place, node.value)
    if isinstance(node, ast.Call) and called(node) == "std":
        says = f"{place.quote()} is 0 where all numbers are the same"
        yield place.put(f"({place.text()}).clip(min=1e-12)", says, 9, mends="value")
    role = role_of(place)
    if isinstance(node, ast.expr) and role is not None and not _is_made(node):
        for number, (template, says) in enumerate(SCALED):
            rank = 12 + role + number
            yield place.put(template.format(place.text()), f"{place.quote()} {says}", rank, Group.FORM, "value")
        for name in place.arguments[:3] if role <= 4 else []:
            says = f"{place.quote()} is not set against the number of samples in `{name}`"
            yield place.put(f"({place.text()}) / len({name})", says, 16 + role, Group.NUMBER, "value")
            yield place.put(f"({place.text()}) * len({name})", says, 16 + role, Group.NUMBER, "value")
    if isinstance(node, Function):
        yield from _same_size_everywhere(place, node)


def _is_made(node: ast.expr) -> bool:
    """Return whether a value is a container, or what state begins with: no formula."""
    begun = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(begun, ast.List | ast.ListComp | ast.Dict | ast.DictComp | ast.Constant) or called(node) in MADE


def _is_default(place: Place) -> bool:
    """Return whether a place belongs to the value of an argument that need not be given."""
    given = place.function.args if place.function else None
    defaults = [*given.defaults, *given.kw_defaults] if given else []
    return any(place.node is one for default in defaults if default for one in ast.walk(default))


def _list_numbers(place: Place) -> list[str]:
    """Return the arguments that may be plain numbers."""
    return [name for name in place.arguments if not has_parts(place.function, name)]


def _other_number(place: Place, value: int | float) -> Iterator[Edit]:
    if isinstance(place.parent, ast.keyword) and place.parent.arg in ("dim", "axis"):
        return
    fixed = f"the number {value} is fixed here, whatever is given"
    is_default = _is_default(place)
    for name in [] if is_default else _list_numbers(place):
        # One that is used elsewhere need not stand in this place.
        says = f"the number {value} is not the one that is needed here" if place.reads(name) else fixed
        yield place.put(name, says, 9, Group.NUMBER)
    if place.function is not None and not is_default and place.function.name != "__init__":
        for attribute in place.attributes:
            yield place.put(f"self.{attribute}", fixed, 10, Group.NUMBER)
    if isinstance(place.parent, ast.AugAssign) and value == 1:
        targets = {name for loop in place.loops if isinstance(loop, ast.For) for name in names_in(loop.target)}
        for name in sorted(targets):
            yield place.put(f"len({name})", f"{place.quote(place.statement)} counts rounds and not samples", 7)
    if value == 0 and isinstance(place.parent, ast.Call) and len(place.parent.args) == 2:
        says = f"{place.quote(place.parent)} begins with 0, and leaves the other side out"
        yield place.put(f"-({place.text(place.parent.args[1])})", says, 9, Group.NUMBER)
    if isinstance(value, int) and value > 1 and not is_default:
        for name in place.arguments[:2]:
            for text in (f"len({name})", f"{name}.shape[1]", f"{name}.shape[-1]"):
                yield place.put(text, fixed, 13, Group.NUMBER)
    others = (0, 1, value + 1, value - 1, -value, 2, value * 2, value / 2 if value % 2 else value // 2, 16, 0.5, -100)
    for number, other in enumerate(dict.fromkeys(others)):
        if other != value:
            says = f"the number {value} is not the one that is needed here"
            yield place.put(repr(other), says, 14 if number < 4 else 17, Group.NUMBER)


def _same_size_everywhere(place: Place, node: Function) -> Iterator[Edit]:
    """Take a number that stands in several places, such as 10 for the classes, from an argument in all of them."""
    numbers: dict[int | float, list[ast.Constant]] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, (int, float)) and one.value not in (0, 1):
            numbers.setdefault(one.value, []).append(one)
    for value, alike in numbers.items():
        if len(alike) < 2:
            continue
        numbers_given = _list_numbers(place)
        for name in place.arguments:
            sizes = (f"{name}.shape[1]", f"{name}.shape[-1]", f"len({name})")
            for text in (name,) if name in numbers_given else sizes:
                splices = [(*place.source.span(one), text) for one in alike]
                says = f"the number {value} is fixed here, whatever is given"
                yield place.edit(splices, says, 9 if text == name else 12, Group.NUMBER, line=alike[0].lineno)
