"""Family: something stands there that does not belong there."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from autograder.diagnosis.nodes import Definition, called, is_constant
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

MODULES = {"torch", "nn", "F", "np", "numpy", "math", "self", "random", "copy", "functional", "itertools", "sklearn"}
TAKES = {
    ast.Div: "divides by",
    ast.FloorDiv: "divides by",
    ast.Mult: "multiplies by",
    ast.MatMult: "multiplies by",
    ast.Sub: "subtracts",
    ast.Add: "adds",
    ast.Pow: "raises to the power of",
    ast.Mod: "takes the remainder by",
}
SETTINGS = {"momentum", "weight_decay", "nesterov", "dampening", "amsgrad"}  # of optimizers
NO_BELONGING = "which does not belong here"


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a piece left out."""
    node = place.node
    if isinstance(node, ast.stmt):
        yield from _drop_statement(place, node)
        yield from _drop_block(place, node)
    elif isinstance(node, ast.Call):
        yield from _drop_call(place, node)
        yield from _drop_argument(place, node)
    elif isinstance(node, (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.IfExp)):
        yield from _drop_operand(place, node)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        what = "takes only a part" if isinstance(node.slice, ast.Slice) else "takes one entry of all"
        rank = 14 if isinstance(node.slice, ast.Name) else 8
        yield place.put(place.text(node.value), f"{place.quote()} {what}", rank, Group.DROP)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in ("data", "grad"):
        says = f"{place.quote()} looks at .{node.attr} instead of the tensor itself"
        yield place.put(place.text(node.value), says, 13, Group.DROP, "error")
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        yield from _drop_filter(place, node)
        yield from _drop_empty_entries(place, node)


def _drop_statement(place: Place, node: ast.stmt) -> Iterator[Edit]:
    if isinstance(node, (*Definition, ast.Import, ast.ImportFrom, ast.Pass, ast.Return)):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    # A line on its own is left out before others are moved past it; there are few, and each costs but one try.
    rank = 14 if hasattr(node, "body") else 4 if isinstance(node, ast.Expr) else 11
    # There may be need of a refusal, with another condition: that it stands there is not what is wrong.
    if any(isinstance(one, ast.Raise) for one in ast.walk(node)):
        if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise) and not node.orelse:
            says = f"`if {place.quote(node.test)[1:]} refuses what is allowed"
            yield replace(place.put("pass", says, rank, Group.DROP), guard=node.body[0].lineno)
        return
    # A helper that refuses is a guard, too, and its condition stands elsewhere.
    if isinstance(node, ast.Expr) and _is_refusing(place, called(node.value)):
        return
    # To drop a block with its head tells nothing of the head.
    what = f"what is done under {quote_head(place)}" if isinstance(node, ast.With | ast.If) else quote_head(place)
    yield place.put("pass", f"{what} does not belong here", rank, Group.DROP)


def _is_refusing(place: Place, name: str) -> bool:
    helpers = [one for one in place.source.tree.body if isinstance(one, Definition) and one.name == name]
    return any(isinstance(one, ast.Raise) for each in helpers for one in ast.walk(each))


def _drop_block(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Keep what stands in a block and drop its head."""
    if isinstance(node, (ast.With, ast.If, ast.Try)) and place.source.margin(node) is not None:
        if any(place.source.margin(one) is None for one in [*node.body, *getattr(node, "orelse", [])]):
            return
        says = f"{quote_head(place)} does not belong here"
        if isinstance(node, ast.Try):
            says = "`try` hides here what goes wrong"
        yield place.put(place.block_text(node.body), says, 10, Group.DROP)
        if isinstance(node, ast.If) and node.orelse:
            yield place.put(place.block_text(node.orelse), says, 10, Group.DROP)
    if isinstance(node, ast.FunctionDef) and node.decorator_list and place.source.margin(node) is not None:
        start, end = place.source.start_of(node), place.source.span(node.decorator_list[-1])[1]
        says = f"the decorator `@{place.text(node.decorator_list[-1])}` does not belong here"
        margin = place.source.margin(node) or ""
        yield place.edit([(start, end + 1 + len(margin.encode()), "")], says, 8, Group.DROP)


def _drop_call(place: Place, node: ast.Call) -> Iterator[Edit]:
    function, name = node.func, called(node)
    if isinstance(place.parent, ast.Expr) or not name:
        return
    if isinstance(function, ast.Attribute) and not _is_of_module(place.text(function.value)):
        yield place.put(place.text(function.value), f"`.{name}()` does not belong here", 11, Group.DROP)
    if node.args and not isinstance(node.args[0], (ast.Starred, ast.Constant)) and name not in ("range", "isinstance"):
        yield place.put(place.text(node.args[0]), f"`{name}(…)` does not belong here", 13, Group.DROP)


def _is_of_module(text: str) -> bool:
    """Return whether code names a module or a part of one, such as `torch.optim`, or is `self`."""
    root, _, rest = text.partition(".")
    return root in MODULES and (not rest or (root != "self" and rest.replace(".", "").isidentifier()))


def _drop_argument(place: Place, node: ast.Call) -> Iterator[Edit]:
    pieces: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
    for index, piece in enumerate(pieces):
        if len(pieces) == 1 and isinstance(piece, ast.expr):
            continue
        if isinstance(piece, ast.keyword) and (piece.arg in (None, "strict")):
            continue
        if isinstance(piece, ast.expr) and index != len(node.args) - 1:
            continue
        kept = [_source_of(place, one) for one in pieces if one is not piece]
        text = f"{place.text(node.func)}({', '.join(kept)})"
        says = f"`{called(node) or 'the call'}(…)` is given `{_source_of(place, piece)}`, {NO_BELONGING}"
        # Such a setting changes every step, and so it is told of a part without the rest.
        if isinstance(piece, ast.keyword) and piece.arg in SETTINGS:
            yield place.put(text, says, 8, mends="value")
        else:
            yield place.put(text, says, 9 if isinstance(piece, ast.keyword) else 22, Group.DROP)


def _source_of(place: Place, piece: ast.expr | ast.keyword) -> str:
    if isinstance(piece, ast.keyword):
        value = place.text(piece.value)
        return f"{piece.arg}={value}" if piece.arg else f"**{value}"
    return place.text(piece)


def _drop_operand(place: Place, node: ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.IfExp) -> Iterator[Edit]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, ast.Constant) and side.value == 100:
                yield place.put(place.text(other), f"{place.quote()} counts in percent", 7)
    if isinstance(node, ast.BinOp) and type(node.op) in TAKES:
        says = f"{place.quote()} {TAKES[type(node.op)]} {place.quote(node.right)}, {NO_BELONGING}"
        yield place.put(place.text(node.left), says, 9, Group.DROP)
        yield place.put(place.text(node.right), f"{place.quote(node.left)} does not belong here", 13, Group.DROP)
    if isinstance(node, ast.UnaryOp) and not is_constant(node.operand, int, float):
        sign = "minus" if isinstance(node.op, ast.USub) else "`not`" if isinstance(node.op, ast.Not) else "sign"
        yield place.put(place.text(node.operand), f"there is a {sign} that does not belong here", 10, Group.DROP)
    if isinstance(node, ast.BoolOp):
        word = " and " if isinstance(node.op, ast.And) else " or "
        for value in node.values:
            kept = word.join(f"({place.text(one)})" for one in node.values if one is not value)
            yield place.put(kept, f"the condition {place.quote(value)} does not belong here", 13, Group.DROP)
    if isinstance(node, ast.IfExp):
        for side, when in ((node.body, "does not hold"), (node.orelse, "holds")):
            says = f"where {place.quote(node.test)} {when}, what comes out is wrong"
            yield place.put(place.text(side), says, 12, Group.DROP)


def _drop_filter(place: Place, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp) -> Iterator[Edit]:
    for generator in node.generators:
        for test in generator.ifs:
            start, end = place.source.span(test)
            says = f"`if {place.text(test)}` leaves out what belongs to it"
            yield place.edit([(start, end, "True")], says, 12, Group.DROP)


def _drop_empty_entries(
    place: Place, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp
) -> Iterator[Edit]:
    """Leave out an entry where there is nothing to make it of, instead of making one up."""
    match node.value if isinstance(node, ast.DictComp) else node.elt:
        case ast.IfExp(test=ast.Compare(left=asked, ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(None)])):
            says = f"where {place.quote(asked)} is None an entry is made all the same, and none is asked for"
            last = place.source.span(node)[1] - 1
            yield place.edit([(last, last, f" if {place.text(asked)} is not None")], says, 5)


def quote_head(place: Place) -> str:
    """Quote a statement; of one with a block, what stands above the block."""
    node = place.node
    if isinstance(node, (ast.If, ast.While)):
        return f"`{'if' if isinstance(node, ast.If) else 'while'} {place.quote(node.test)[1:]}"
    if isinstance(node, ast.With):
        return f"`with {place.quote(node.items[0].context_expr)[1:]}"
    if isinstance(node, ast.For):
        return f"the loop over {place.quote(node.iter)}"
    if isinstance(node, ast.Try):
        return "`try`"
    return place.quote()
