"""Family: one name for another: arguments, locals and attributes that are mixed up."""

import ast
import itertools
from collections.abc import Iterator, Sequence

from autograder.diagnosis.nodes import Function, is_name
from autograder.diagnosis.repairs.arguments import list_called
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

MOST_PLACES = 14


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with another name."""
    node = place.node
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _other_name(place, node)
    elif isinstance(node, ast.Attribute) and is_name(node.value, "self") and place.field != "func":
        yield from _other_attribute(place, node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and place.function is not None:
        yield from _pass_through(place, node, place.text(place.function))
    if isinstance(node, ast.Return):
        for name in [*place.locals, *place.arguments]:
            if node.value is None or place.text(node.value) != name:
                what = place.quote(node.value) if node.value else "nothing"
                says = f"{what} is returned, and that is not the result"
                yield place.put(f"return {name}", says, 16, Group.NAME)
    if isinstance(node, Function):
        yield from _exchange(place, list(ast.walk(node)), 13)
        # What is refused may be right all the same.
        work = [one for statement in place.body if not _refuses(statement) for one in ast.walk(statement)]
        yield from _exchange(place, work, 13)
    elif isinstance(node, (ast.Assign, ast.AugAssign, ast.Return)):
        loads = [one for one in ast.walk(node) if isinstance(getattr(one, "ctx", None), ast.Load)]
        yield from _exchange(place, loads, 12)
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)):
        yield from _replace_throughout(place)


def _refuses(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and isinstance(statement.body[0], ast.Raise)


def _other_name(place: Place, node: ast.Name) -> Iterator[Edit]:
    known = [*place.arguments, *place.locals]
    if node.id not in known or place.field == "func":
        return
    says = f"`{node.id}` is not the one that is needed in {place.quote(place.statement)}"
    if hasattr(place.statement, "body"):
        says = f"`{node.id}` is not the one that is needed here"
    called = list_called(place.function)
    for name in known:
        if name != node.id and (name in called) is (node.id in called):
            yield place.put(name, says, 19, Group.NAME)
    for attribute in place.attributes:
        yield place.put(f"self.{attribute}", says, 23, Group.NAME)
    yield place.put(f"{node.id}.grad", f"`{node.id}` itself is used here, and not its gradient", 24, Group.NAME)


def _pass_through(place: Place, node: ast.Name, function: str) -> Iterator[Edit]:
    """Let a value go through a layer or a model that is there and is not used."""
    if place.field == "func" or node.id not in [*place.arguments, *place.locals]:
        return
    layers = [f"self.{attribute}" for attribute in place.attributes]
    models = [name for name in place.arguments if name in ("model", "net") and name != node.id]
    for called in [*layers, *models]:
        if f"{called}(" not in function:
            yield place.put(f"{called}({node.id})", f"nothing goes through `{called}` here", 11)


def _other_attribute(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    for attribute in place.attributes if isinstance(node.ctx, ast.Load) else ():
        if attribute != node.attr:
            says = f"{place.quote()} is not the one that is needed here"
            yield place.put(f"self.{attribute}", says, 18, Group.NAME)


def _exchange(place: Place, nodes: Sequence[ast.AST], rank: int) -> Iterator[Edit]:
    """Exchange two names in all of some nodes."""
    names = [one for one in nodes if isinstance(one, ast.Name)]
    known = [name for name in [*place.arguments, *place.locals] if any(one.id == name for one in names)]
    called = list_called(place.function)
    for first, second in itertools.combinations(known, 2):
        if (first in called) is not (second in called):
            continue
        here = [one for one in names if one.id in (first, second)]
        if 2 <= len(here) <= MOST_PLACES and len({one.id for one in here}) == 2:
            splices = [(*place.source.span(one), second if one.id == first else first) for one in here]
            says = f"`{first}` and `{second}` stand in each other's places"
            yield place.edit(splices, says, rank, Group.NAME, line=here[0].lineno)


def _replace_throughout(place: Place) -> Iterator[Edit]:
    """Put another argument in the place of one that a statement uses more than once."""
    nodes = [one for one in ast.walk(place.node) if isinstance(getattr(one, "ctx", None), ast.Load)]
    for name in place.arguments:
        here = [one for one in nodes if isinstance(one, ast.Name) and one.id == name]
        for other in place.arguments if len(here) > 1 else []:
            if other != name:
                splices = [(*place.source.span(one), other) for one in here]
                says = f"`{name}` is not the one that is needed in {place.quote()}"
                yield place.edit(splices, says, 7, Group.NAME)
