"""Family: a search for the largest or smallest that begins with a number which not everything can beat."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import Function, is_constant, is_name, pair_values
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place

LARGER, SMALLER = (ast.Gt, ast.GtE), (ast.Lt, ast.LtE)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a search that begins at infinity."""
    node = place.node
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or place.function is None:
        return
    for target, value in pair_values(node):
        number = value.operand if isinstance(value, ast.UnaryOp) else value
        if isinstance(target, ast.Name) and is_constant(number, int, float):
            for kind, text, lower in ((LARGER, "-inf", "lower"), (SMALLER, "inf", "larger")):
                if _is_beaten(place.function, target.id, kind):
                    says = f"the search begins at {place.quote(value)}, and what is {lower} than that never counts"
                    yield place.put(f'float("{text}")', says, 3, node=value)


def _is_beaten(function: Function, name: str, kind: tuple[type, type]) -> bool:
    """Return whether a name is given another value where that one is larger, or smaller, than it."""
    for one in ast.walk(function):
        if isinstance(one, ast.If) and any(_gives(each, name) for each in one.body):
            tests = [each for each in ast.walk(one.test) if isinstance(each, ast.Compare)]
            if any(_beats(test, name, kind) for test in tests):
                return True
    return False


def _gives(statement: ast.stmt, name: str) -> bool:
    stored = (one for one in ast.walk(statement) if is_name(one, name) and isinstance(one, ast.Name))
    return any(isinstance(one.ctx, ast.Store) for one in stored)


def _beats(test: ast.Compare, name: str, kind: tuple[type, type]) -> bool:
    """Return whether a comparison asks for something larger, or smaller, than a name's value."""
    other = SMALLER if kind is LARGER else LARGER
    sides = (is_name(test.left, name), is_name(test.comparators[0], name))
    return (sides[1] and isinstance(test.ops[0], kind)) or (sides[0] and isinstance(test.ops[0], other))
