"""Family: shares: an average that takes in full what is new, one or the other in place of a mixture, a count."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import called, is_constant
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a share where there is all or nothing."""
    node = place.node
    if isinstance(node, ast.BinOp):
        yield from _weigh_what_is_new(place, node)
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield from _let_go_of_the_rest(place, node)
    elif isinstance(node, ast.Call):
        yield from _weigh_what_is_added(place, node)
        yield from _share_between(place, node)
        yield from _share_of_counted(place, node)


def _weigh_what_is_new(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Take a share of what comes to `share * old`, as a running average does."""
    old = node.left
    if isinstance(node.op, ast.Add) and isinstance(old, ast.BinOp) and isinstance(old.op, ast.Mult):
        shares = [old.left, old.right]
        for share in shares if not any(_is_weighed(node.right, one) for one in shares) else ():
            text = f"{place.text(old)} + (1 - {place.text(share)}) * ({place.text(node.right)})"
            yield place.put(text, _say_unweighed(place, node.right), 4, mends="value")


def _is_weighed(new: ast.expr, share: ast.expr) -> bool:
    """Return whether what is new is a product with a number or with the share of what was, or its rest."""
    products = [one for one in ast.walk(new) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mult)]
    sides = [side for one in products for side in (one.left, one.right)]
    return any(is_constant(side, int, float) or ast.unparse(share) in ast.unparse(side) for side in sides)


def _weigh_what_is_added(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Do the same for `old.mul_(share).add_(new)`."""
    old = node.func.value if isinstance(node.func, ast.Attribute) else None
    if called(node) not in ("add_", "add") or not isinstance(old, ast.Call) or called(old) not in ("mul_", "mul"):
        return
    if len(node.args) == len(old.args) == 1 and not node.keywords and not _is_weighed(node.args[0], old.args[0]):
        text = f"(1 - {place.text(old.args[0])}) * ({place.text(node.args[0])})"
        yield place.put(text, _say_unweighed(place, node.args[0]), 4, mends="value", node=node.args[0])


def _let_go_of_the_rest(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Keep only the rest of what was, where a share of something new is added to it."""
    for one in ast.walk(node.value):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Sub) and is_constant(one.left, int, float):
            target, value = place.text(node.target), place.text(node.value)
            says = f"{place.quote()} adds a share of what is new to all of what was, and keeps no share of that"
            yield place.put(f"{target} = {place.text(one.right)} * {target} + {value}", says, 4, mends="value")


def _share_between(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take a share of both values where `where(share == 1, one, other)` takes one or the other."""
    test = node.args[0] if called(node) == "where" and len(node.args) == 3 else None
    if isinstance(test, ast.Compare) and is_constant(test.comparators[0], int, float):
        share = place.text(test.left)
        says = f"{place.quote()} takes one or the other, and {place.quote(test.left)} may lie between"
        for one, other in (node.args[1:], node.args[:0:-1]):
            yield place.put(f"{share} * ({place.text(one)}) + (1 - {share}) * ({place.text(other)})", says, 6)


def _share_of_counted(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the share of what holds where it is counted."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) and called(node) == "sum" else None
    if isinstance(owner, ast.Compare) and not node.args and not node.keywords:
        says = f"{place.quote()} counts, and a share is asked for"
        yield place.put(f"({place.text(owner)}).float().mean()", says, 5, mends="value")


def _say_unweighed(place: Place, new: ast.expr) -> str:
    return f"{place.quote(new)} is added in full, to an average that keeps only a share of what was"
