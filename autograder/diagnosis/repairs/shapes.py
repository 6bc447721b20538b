"""Family: the right numbers along the wrong dimension, or in another shape."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import called, is_constant, is_name, names_in
from autograder.diagnosis.repairs.dropping import MODULES
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.roles import role_of

ALONG = ("sum", "mean", "max", "min", "amax", "amin", "softmax", "log_softmax", "logsumexp", "std", "var", "argmax")
REDUCTIONS = (*ALONG, "argmin", "cumsum", "norm", "any", "all", "prod")
FLATTENING = ("view", "reshape", "flatten", "squeeze")
DIMENSIONS = (0, 1, -1)
SHAPED = (
    ("({}).unsqueeze(0)", "lacks a first dimension"),
    ("({}).unsqueeze(1)", "lacks a second dimension"),
    ("({}).squeeze(1)", "has a dimension too many"),
    ("({}).squeeze()", "has dimensions too many"),
    ("({}).flatten()", "has a dimension too many"),
    ("({}).flatten(1)", "is not flattened"),
    ("({}).T", "has its rows and columns the other way round than is needed here"),
)
REDUCED = (
    ("({}).mean()", "is more than one value, and is not averaged"),
    ("({}).sum()", "is more than one value, and is not added up"),
)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with another shape or along another dimension."""
    node = place.node
    if isinstance(node, ast.Call) and called(node) in REDUCTIONS:
        yield from _other_dimension(place, node)
        yield from _keep_dimension(place, node)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield from _other_index(place, node)
    # Not where the code takes a part of it already.
    if isinstance(node, ast.Call) and is_name(node.func, "len") and len(node.args) == 1:
        says = f"{place.quote()} counts along the first dimension alone"
        yield place.put(f"({place.text(node.args[0])}).numel()", says, 8, mends="value")
    if _is_whole_shape(node) and not isinstance(place.parent, ast.Subscript):
        for part in ("[1:]", "[0]", "[1]", "[2:]", "[-1]"):
            yield place.put(place.text() + part, f"{place.quote()} is the whole shape, and too much", 16)
    if isinstance(node, ast.Call) and called(node) in FLATTENING and isinstance(node.func, ast.Attribute):
        says = f"{place.quote()} does not keep one row for each sample"
        if called(node) == "squeeze":
            says = f"{place.quote()} takes a dimension away that is needed"
        yield place.put(f"{place.text(node.func.value)}.flatten(1)", says, 9)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in place.arguments:
        yield from _match_target(place, node)
    role = role_of(place)
    if isinstance(node, ast.expr) and role is not None:
        # A dimension that is made here and taken away there leaves out what is done along it.
        # To flatten what `len` is asked of counts all numbers: that has a reason of its own.
        counted = is_name(getattr(place.parent, "func", place.parent), "len")
        for template, says in SHAPED[2:] if _is_reduced(place) else () if counted else SHAPED:
            text, rank = template.format(place.text()), 13 + role
            yield place.put(text, f"{place.quote()} {says}", rank, Group.FORM, "shape error")
        for template, says in REDUCED:
            rank = 13 + role
            edited = template.format(place.text())
            # That one number comes out may be right by chance where another one is needed.
            yield place.put(edited, f"{place.quote()} {says}", rank, Group.FORM, "shape kind")
        for name in place.arguments[:3] if role <= 4 else []:
            says = f"{place.quote()} has another shape than `{name}`"
            yield place.put(f"({place.text()}).reshape({name}.shape)", says, 15 + role, mends="shape")


def _is_reduced(place: Place) -> bool:
    """Return whether a value gets a name, and one of its dimensions is taken away later."""
    targets = place.parent.targets if isinstance(place.parent, ast.Assign) else []
    names = {one.id for one in targets if isinstance(one, ast.Name)}
    nodes = ast.walk(place.function) if place.function and names else ()
    calls = (one for one in nodes if isinstance(one, ast.Call) and called(one) in REDUCTIONS)
    return any(names & names_in(one) and (one.args or one.keywords) for one in calls)


def _match_target(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give what a model gives one dimension, where a formula of the function's own has it beside an argument."""
    assert place.function is not None
    others = set(place.arguments) - names_in(node)
    parent = place.parent
    given = {place.text(one) for one in parent.targets} if isinstance(parent, ast.Assign) else set()
    formulas = [one for one in ast.walk(place.function) if isinstance(one, ast.BinOp | ast.Compare)]
    for name in [one for one in place.arguments if one in others]:
        if any(name in names_in(one) and (given & names_in(one) or node in ast.walk(one)) for one in formulas):
            says = f"{place.quote()} has one dimension more than `{name}`, and a formula makes a table of all pairs"
            yield place.put(f"{place.text()}.squeeze(1)", says, 5, mends="value")


def _is_whole_shape(node: ast.AST) -> bool:
    if called(node) == "size":
        return not _arguments(node)
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def _arguments(node: ast.AST) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) else []


def _is_method(node: ast.Call) -> bool:
    """Return whether a call is x.f() and not torch.f(x)."""
    value = node.func.value if isinstance(node.func, ast.Attribute) else None
    return value is not None and not (isinstance(value, ast.Name) and value.id in MODULES)


def _other_dimension(place: Place, node: ast.Call) -> Iterator[Edit]:
    name = called(node)
    keyword = next((one for one in node.keywords if one.arg in ("dim", "axis")), None)
    position = 0 if _is_method(node) else 1
    given = keyword.value if keyword else node.args[position] if len(node.args) > position else None
    if given is not None and _whole(given) is not None:
        for dimension in DIMENSIONS:
            if dimension != _whole(given):
                says = f"`{name}` goes along dimension {_whole(given)} here, and that is not the one"
                yield place.put(str(dimension), says, 9, Group.NUMBER, node=given)
                if not any(one.arg == "keepdim" for one in node.keywords):
                    kept = _rebuild(place, node, given, f"dim={dimension}, keepdim=True")
                    yield place.put(kept, says, 12, Group.NUMBER)
        says = f"`{name}` goes along dimension {_whole(given)} only, not over all numbers"
        yield place.put(_rebuild(place, node, given), says, 11)
        if name in ("max", "min"):
            says = f"`{name}` along a dimension gives the values and where they are, and both are taken"
            yield place.put(f"{place.text()}.values", says, 12)
    for one in given.elts if isinstance(given, ast.Tuple | ast.List) else ():
        says = f"`{name}` goes along several dimensions at once here"
        yield place.put(place.text(one), says, 8, node=given)
    if given is None and len(node.args) == position:
        for dimension in (1, 0, -1):
            says = f"`{name}` goes over all numbers at once here"
            yield place.put(_rebuild(place, node, more=f"dim={dimension}"), says, 10)
            kept = _rebuild(place, node, more=f"dim={dimension}, keepdim=True")
            yield place.put(f"{kept}.values" if name in ("max", "min") else kept, says, 11)
    if given is None and isinstance(place.parent, ast.Call) and name == "mean":
        return
    if given is None and name == "mean":
        for argument in place.arguments[:2]:
            text = place.text(node.func).rpartition("mean")[0]
            inner = ", ".join(place.text(one) for one in node.args)
            says = f"{place.quote()} divides by how many numbers it goes over itself, and not by `len({argument})`"
            yield place.put(f"{text}sum({inner}) / len({argument})", says, 10)


def _keep_dimension(place: Place, node: ast.Call) -> Iterator[Edit]:
    kept = next((one for one in node.keywords if one.arg in ("keepdim", "keepdims")), None)
    if kept is None and (node.args or node.keywords):
        says = f"{place.quote()} loses the dimension that it goes along, and what follows is spread in another way"
        yield place.put(_rebuild(place, node, more="keepdim=True"), says, 12)
    elif kept is not None and is_constant(kept.value, bool):
        says = f"{place.quote()} says what happens to its dimension, and that does not fit what follows"
        assert isinstance(kept.value, ast.Constant)
        yield place.put(str(not kept.value.value), says, 10, Group.SWAP, node=kept.value)


def _rebuild(place: Place, node: ast.Call, without: ast.expr | None = None, more: str = "") -> str:
    """Return a call without one of its arguments or with another one more."""
    parts = [place.text(one) for one in node.args if one is not without]
    parts += [f"{one.arg}={place.text(one.value)}" for one in node.keywords if one.arg and one.value is not without]
    return f"{place.text(node.func)}({', '.join([*parts, *([more] if more else [])])})"


def _whole(node: ast.expr) -> int | None:
    """Return the whole number that a literal stands for, -1 included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _whole(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _other_index(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    index, base = node.slice, place.text(node.value)
    # What is changed in place is chosen on purpose: another one helps only by chance.
    is_changed = isinstance(place.parent, ast.Attribute) and place.parent.attr.endswith("_")
    if (at := _whole(index)) is not None and not is_changed:
        for other in (0, 1, -1, 2):
            if other != at:
                says = f"{place.quote()} takes entry {at}, and that is not the one"
                yield place.put(f"{base}[{other}]", says, 12, Group.NUMBER)
        yield place.put(f"{base}[{at}:]", f"{place.quote()} takes one entry of several", 14)
    if isinstance(index, ast.Slice):
        yield from _other_bounds(place, base, index)
    if isinstance(index, ast.Tuple) and len(index.elts) == 2:
        rows, columns = (place.text(one) for one in index.elts)
        says = f"{place.quote()} takes a column of every row instead of one entry of each"
        if isinstance(index.elts[0], ast.Slice):
            yield place.put(f"{base}[torch.arange(len({base})), {columns}]", says, 12)
        yield place.put(f"{base}[{columns}, {rows}]", f"{place.quote()} has rows and columns exchanged", 12, Group.SWAP)


def _other_bounds(place: Place, base: str, index: ast.Slice) -> Iterator[Edit]:
    lower, upper = (place.text(one) if one else "" for one in (index.lower, index.upper))
    says = f"{place.quote()} begins or ends at the wrong entry"
    if lower:
        yield place.put(f"{base}[:{upper}]", says, 12, Group.NUMBER)
    if upper:
        yield place.put(f"{base}[{lower}:]", says, 12, Group.NUMBER)
    for bound, around in ((index.lower, "{}:" + upper), (index.upper, lower + ":{}")):
        if bound is not None:
            for step in ("+ 1", "- 1"):
                yield place.put(f"{base}[{around.format(place.text(bound) + step)}]", says, 12, Group.NUMBER)
    if not lower:
        yield place.put(f"{base}[1:{upper}]", says, 13, Group.NUMBER)
