"""What becomes of a value: it matters more what is returned than what is a step on the way."""

import ast

from autograder.diagnosis.nodes import called
from autograder.diagnosis.repairs.place import Place

COLLECTORS = ("append", "backward", "tuple", "list", "stack", "cat")


def role_of(place: Place) -> int | None:
    """Return how far an expression is from what others get to see: 0 if it is returned, None if it is no value."""
    node, parent = place.node, place.parent
    if not isinstance(node, ast.expr) or isinstance(node, (ast.Constant, ast.Starred, ast.Slice)):
        return None
    if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        return None
    if _is_setting(place):
        return None
    match parent, place.field:
        case (ast.Return(), _):
            return 0
        case (ast.Assign() | ast.AugAssign() | ast.AnnAssign(), "value"):
            return 4
        case (ast.Call(), "args") if called(parent) in COLLECTORS:
            return 3
        case (ast.DictComp() | ast.ListComp() | ast.GeneratorExp() | ast.Dict(), "value" | "elt" | "values"):
            return 2
        case (ast.Tuple(ctx=ast.Load()), "elts"):
            return 2
        case (ast.BinOp(), _):
            return 8
        case (ast.Call(), "args"):
            return 9
    return None


def _is_setting(place: Place) -> bool:
    """Return whether an object only takes note of an argument here."""
    in_init = place.function is not None and place.function.name == "__init__"
    return in_init and isinstance(place.node, ast.Name) and isinstance(place.parent, ast.Assign)
