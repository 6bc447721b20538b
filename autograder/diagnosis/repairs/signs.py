"""Family: a sign for its neighbour: + for −, < for ≤, `and` for `or`, = for +=."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from autograder.diagnosis.nodes import SIGNS, is_constant
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

SWAPPED = {**SIGNS, ast.Mod: "%"}
OTHER_SIGNS = {"+": "-*", "-": "+", "*": ("/", "+", "**"), "/": ("*", "//"), "//": "/", "**": "*", "%": ("//",)}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
OTHER_COMPARISONS = {
    "<": ("<=", ">", ">="),
    "<=": ("<", ">=", ">"),
    ">": (">=", "<", "<="),
    ">=": (">", "<=", "<"),
    "==": ("!=", "is", ">=", "<="),
    "!=": ("==", "is not"),
}
EDGES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with another sign between two things."""
    node = place.node
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield from _other_operator(place, node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _other_comparison(place, node)
    elif isinstance(node, ast.Compare):
        yield from _other_link(place, node)
    elif isinstance(node, ast.BoolOp):
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        text = f" {other} ".join(f"({place.text(one)})" for one in node.values)
        yield place.put(text, f"{place.quote()} joins its conditions by `{word}`", 11, _group_of_condition(place))
    elif isinstance(node, ast.AugAssign):
        yield from _other_assignment(place, node)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and not isinstance(node.targets[0], ast.Tuple):
        yield from _go_on_from_it(place, node)
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise) and not isinstance(node.test, ast.UnaryOp):
        says = f"{place.quote(node.test)} holds for input that is fine, and refuses it"
        yield place.put(f"not ({place.text(node.test)})", says, 9, node=node.test)
    if isinstance(node, (ast.If, ast.While, ast.Return, ast.Assign)):
        yield from _other_edges(place, node)


def _group_of_condition(place: Place) -> Group:
    """Return the group of another condition: of one for a refusal, what it says is true whatever else is wrong."""
    refuses = isinstance(place.statement, ast.If) and isinstance(place.statement.body[0], ast.Raise)
    return Group.SPECIFIC if refuses else Group.SWAP


def _other_operator(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    sign, left, right = SWAPPED[type(node.op)], place.text(node.left), place.text(node.right)
    for other in OTHER_SIGNS[sign]:
        says = f"`{sign}` is not the operation that is needed in {place.quote()}"
        yield place.put(f"({left}) {other} ({right})", says, 10, Group.SWAP)
    product = node.right if sign == "+" and isinstance(node.right, ast.BinOp) else None
    if product is not None and isinstance(product.op, ast.Mult):
        says = f"{place.quote(node.left)} and {place.quote(product.right)} stand in each other's places"
        yield place.put(f"({place.text(product.right)}) + {place.text(product.left)} * ({left})", says, 10, Group.SWAP)
    # Of a size that is rounded down, the opposite may be right by chance: its square is the same.
    is_rounded = any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.FloorDiv) for one in ast.walk(node))
    if sign in ("-", "/", "**") and not is_rounded:
        # Of a factor the opposite may be right where the sign of its product is wrong.
        is_factor = isinstance(place.parent, ast.BinOp) and isinstance(place.parent.op, ast.Mult | ast.Div)
        says = f"{place.quote()} has its two sides the wrong way round"
        yield place.put(f"({right}) {sign} ({left})", says, 11 if is_factor else 10, Group.SWAP)


def _other_assignment(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    target, value, sign = place.text(node.target), place.text(node.value), SWAPPED.get(type(node.op), "")
    says = f"{place.quote()} changes what was there before, where a new value is needed"
    yield place.put(f"{target} = {value}", says, 8, Group.SWAP)
    for other in OTHER_SIGNS.get(sign, ()):
        says = f"`{sign}=` is not the operation that is needed in {place.quote()}"
        yield place.put(f"{target} {other}= {value}", says, 9, Group.SWAP)


def _go_on_from_it(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Add what is new to what was there, or multiply the two."""
    says = f"{place.quote()} overwrites what was there, instead of going on from it"
    for operator in "+*":
        text = f"{place.text(node.targets[0])} {operator}= {place.text(node.value)}"
        yield place.put(text, says, 12, Group.SWAP)


def _other_edges(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Let all comparisons of a condition count its edges, or none."""
    test = getattr(node, "test", None) or getattr(node, "value", None)
    nodes = ast.walk(test) if isinstance(test, ast.expr) else iter(())
    found = [one for one in nodes if isinstance(one, ast.Compare) and len(one.ops) == 1]
    found = [one for one in found if COMPARISONS.get(type(one.ops[0])) in EDGES]
    if len(found) > 1:
        splices = []
        for one in found:
            sign = EDGES[COMPARISONS[type(one.ops[0])]]
            text = f"{place.text(one.left)} {sign} {place.text(one.comparators[0])}"
            splices.append((*place.source.span(one), text))
        says = f"{place.quote(test)} decides wrongly where two sides are equal"
        yield place.edit(splices, says, 9, _group_of_condition(place), line=found[0].lineno)


def _find_guard(place: Place, node: ast.expr) -> int | None:
    """Return the line of the `raise` that is met whenever a condition holds; None if there is none."""
    match place.statement:
        case ast.If(test=ast.BoolOp(op=ast.Or(), values=values), body=[ast.Raise(lineno=line), *_]) if node in values:
            return line
        case ast.If(test=test, body=[ast.Raise(lineno=line), *_]) if node is test:
            return line
    return None


def _other_link(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare two neighbours in a chain such as `0 <= x < n` otherwise."""
    terms = [place.text(one) for one in (node.left, *node.comparators)]
    signs = [COMPARISONS.get(type(op), "") for op in node.ops]
    for at, sign in enumerate(signs):
        for other in OTHER_COMPARISONS.get(sign, ()) if all(signs) else ():
            changed = [*signs[:at], other, *signs[at + 1 :], ""]
            is_edge = EDGES.get(sign) == other
            says = "decides wrongly where two sides are equal" if is_edge else "asks the wrong question"
            text = " ".join(part for pair in zip(terms, changed, strict=True) for part in pair)
            group = _group_of_condition(place) if is_edge else Group.SWAP
            yield place.put(text, f"{place.quote()} {says}", 9, group)


def _other_comparison(place: Place, node: ast.Compare) -> Iterator[Edit]:
    left, right = place.text(node.left), place.text(node.comparators[0])
    sign = COMPARISONS.get(type(node.ops[0]))
    others = OTHER_COMPARISONS.get(sign, ()) if sign else ()
    if isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        others = ("is not", "==") if isinstance(node.ops[0], ast.Is) else ("is", "!=")
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        others = ("not in",) if isinstance(node.ops[0], ast.In) else ("in",)
    for other in others:
        says, group, guard = f"{place.quote()} asks the wrong question", Group.SWAP, None
        if {sign, other} == {"==", "!="}:
            guard = _find_guard(place, node)
            says = "holds for input that is fine, and refuses it" if guard else "asks for the opposite"
            says, group = f"{place.quote()} {says}", Group.SPECIFIC if guard else Group.SWAP
        if sign and EDGES.get(sign) == other:
            says = f"{place.quote()} decides wrongly where the two sides are equal"
            group = _group_of_condition(place)
        yield replace(place.put(f"({left}) {other} ({right})", says, 9, group), guard=guard)
    if sign in EDGES and is_constant(node.comparators[0], int, float):
        for bound in [name for name in place.arguments if name == "threshold"] or ["0.5"]:
            says = f"{place.quote()} does not decide at the number at which it should"
            yield place.put(f"({left}) >= {bound}", says, 10, Group.SWAP)
