"""Family: logarithms of what may be 0: bounded in the wrong place, or taken of a softmax that has become 0."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import Function, called, is_constant
from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.place import Place

BOUNDS = ("clamp", "clip", "clamp_", "clamp_min", "maximum", "nan_to_num")


def change(place: Place) -> Iterator[Edit]:
    """Yield a function with all of its logarithms mended."""
    if isinstance(place.node, Function):
        yield from _bound_every_logarithm(place, place.node)
        yield from _take_both_at_once(place, place.node)
        yield from _put_back(place, place.node)
        yield from _take_softmax_first(place, place.node)


def _bound_every_logarithm(place: Place, node: Function) -> Iterator[Edit]:
    bounds = [one for one in ast.walk(node) if isinstance(one, ast.Call) and called(one) in BOUNDS]
    bounded = [one for call in bounds for one in (*call.args[:1], getattr(call.func, "value", None))]
    calls = [one for one in _list_logarithms(node) if one not in bounded]
    if len(calls) < 2 or any(one is not other and one in ast.walk(other) for one in calls for other in calls):
        return
    splices = []
    says = f"{place.quote(calls[0])} is not bounded itself, and the logarithm of 0 is minus infinity"
    for call in calls:
        inner = _inner(call)
        bare = _without_addend(inner)
        if isinstance(inner, ast.BinOp) and bare is not inner:
            says = f"{place.quote(inner.right)} in {place.quote(call)} changes all logarithms, and does not bound them"
        splices.append((*place.source.span(call), f"torch.log({place.text(bare)}).clamp(min=-100)"))
    yield place.edit(splices, says, 7, line=calls[0].lineno)


def _take_both_at_once(place: Place, node: Function) -> Iterator[Edit]:
    """Take softmax and logarithm in one step, where the first is kept under a name, with or without a bound."""
    for one in _list_assignments(node):
        softmax, name = _without_bound(one.value), ast.unparse(one.targets[0])
        if not isinstance(softmax, ast.Call) or called(softmax) != "softmax":
            continue
        entries = {ast.unparse(each.targets[0]) for each in _list_assignments(node) if _reads(each.value, name)}
        names = {name, *entries}
        logarithms = [each for each in _list_logarithms(node) if _reads(_without_bound(_inner(each)), *names)]
        if len(logarithms) != 1:
            continue
        (logarithm,) = logarithms
        splices = [
            (*place.source.span(one.value), place.text(softmax).replace("softmax", "log_softmax", 1)),
            (*place.source.span(logarithm), place.text(_without_bound(_inner(logarithm)))),
        ]
        says = f"what `softmax` makes very small is 0 in the end, and {place.quote(logarithm)} cannot bring it back"
        yield place.edit(splices, says, 7, line=logarithm.lineno)


def _put_back(place: Place, node: Function) -> Iterator[Edit]:
    """Add to the logarithm of a sum of exp(x - m) the m that keeps exp small."""
    for logarithm in _list_logarithms(node):
        for one in ast.walk(node):
            inner = _inner(one) if isinstance(one, ast.Call) and called(one) == "exp" else None
            if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub) and isinstance(inner.right, ast.Name):
                text, bound = place.text(logarithm), inner.right.id
                says = f"{place.quote(inner)} subtracts `{bound}` before `exp`, and {place.quote(logarithm)} lacks it"
                splice = (*place.source.span(logarithm), f"({text} + {bound}.reshape(({text}).shape))")
                yield place.edit([splice], says, 3, line=logarithm.lineno)


def _take_softmax_first(place: Place, node: Function) -> Iterator[Edit]:
    """Take the logarithm of the softmax of an argument where it is taken of the argument, or of entries of it."""
    for logarithm in _list_logarithms(node):
        taken = _without_bound(_inner(logarithm))
        scores = taken.value if isinstance(taken, ast.Subscript) else taken
        if isinstance(scores, ast.Name) and scores.id in place.arguments:
            says = f"{place.quote(logarithm)} takes `{scores.id}` for probabilities, and they are raw scores"
            rest = place.source.between(place.source.span(scores)[1], place.source.span(taken)[1])
            splice = (*place.source.span(logarithm), f"torch.log_softmax({scores.id}, dim=-1){rest}")
            yield place.edit([splice], says, 5, line=logarithm.lineno)


def _list_logarithms(node: Function) -> list[ast.Call]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Call) and called(one) == "log"]


def _inner(call: ast.Call) -> ast.expr:
    return call.args[0] if call.args else getattr(call.func, "value", call)


def _without_bound(node: ast.expr) -> ast.expr:
    """Return what is left without a small number that is added, and without a bound."""
    bare = _without_addend(node)
    if isinstance(bare, ast.Call) and called(bare) in BOUNDS:
        return (
            bare.func.value
            if isinstance(bare.func, ast.Attribute) and not _is_module(bare.func.value)
            else bare.args[0]
        )
    return bare


def _without_addend(node: ast.expr) -> ast.expr:
    adds = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    is_small = (
        adds
        and isinstance(node, ast.BinOp)
        and (isinstance(node.right, ast.Name) or is_constant(node.right, int, float))
    )
    return node.left if isinstance(node, ast.BinOp) and is_small else node


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "np")


def _list_assignments(node: Function) -> list[ast.Assign]:
    """Return the statements that give a single name a value."""
    return [one for one in ast.walk(node) if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)]


def _reads(node: ast.expr, *names: str) -> bool:
    """Return whether code is one of some names, or some entries of what has that name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and called(node) in ("gather", "squeeze"):
        return _reads(node.func.value, *names)
    inner = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(inner, ast.Name) and inner.id in names
