"""Family: what an object keeps for the next call, and what is meant for this one alone."""

import ast
from collections.abc import Iterator, Sequence

from autograder.diagnosis.nodes import SIGNS, Function
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place

Store = ast.Assign | ast.AugAssign


def change(place: Place) -> Iterator[Edit]:
    """Yield a method that gives a local name to what it worked out from its state, where it kept that as its state."""
    if not isinstance(place.node, Function) or place.cls is None or place.node.name == "__init__":
        return
    found = [
        (statement, block[number + 1 :])
        for owner in ast.walk(place.node)
        if isinstance(block := getattr(owner, "body", None), list)
        for number, statement in enumerate(block)
        if isinstance(statement, Store) and _overwrites(statement, block[:number])
    ]
    for some in [found, *([one] for one in found)] if found else []:
        splices = [splice for number, one in enumerate(some) for splice in _use_name(place, *one, f"_now{number}")]
        says = f"{place.quote(some[0][0])} is kept, so that the next call goes on from it"
        yield place.edit(sorted(splices), says, 5, mends="value", line=some[0][0].lineno)


def _target(statement: Store) -> ast.expr:
    return statement.target if isinstance(statement, ast.AugAssign) else statement.targets[0]


def _overwrites(statement: Store, before: Sequence[ast.stmt]) -> bool:
    """Return whether state that has its new value already is scaled or shifted, and kept so."""
    target = _target(statement)
    if not isinstance(target, ast.Attribute | ast.Subscript):
        return False
    goes_on = isinstance(statement, ast.AugAssign) or ast.unparse(target) in ast.unparse(statement.value)
    stores = [_target(one) for one in before if isinstance(one, Store)]
    return goes_on and ast.unparse(target) in [ast.unparse(one) for one in stores]


def _use_name(place: Place, statement: Store, after: Sequence[ast.stmt], name: str) -> Iterator[tuple[int, int, str]]:
    target = _target(statement)
    text, value = ast.unparse(target), place.text(statement.value)
    if isinstance(statement, ast.AugAssign):
        value = f"{place.text(target)} {SIGNS.get(type(statement.op), '*')} ({value})"
    yield (*place.source.span(statement), f"{name} = {value}")
    for one in (node for each in after for node in ast.walk(each)):
        is_read = isinstance(one, ast.Attribute | ast.Subscript) and isinstance(one.ctx, ast.Load)
        if isinstance(one, ast.Attribute | ast.Subscript) and is_read and ast.unparse(one) == text:
            yield (*place.source.span(one), name)
