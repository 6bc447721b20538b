"""Family: two names for one object: what is handed out or kept goes on changing, or the caller's own is changed."""

import ast
import re
from collections.abc import Iterator

from autograder.diagnosis.nodes import SIGNS, Function, called, is_constant, is_name, names_in
from autograder.diagnosis.repairs.arguments import has_parts, list_made, may_be_changed
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.roles import role_of

DETACHED = "({}).detach()"
COPIES = (
    ("({}).clone()", "is no copy: it goes on changing with the original", "flag value"),
    (DETACHED, "still hangs on its graph", "flag error value"),
    ("({}).detach().clone()", "is no copy of its own: it shares memory, or the graph, with the original", "flag value"),
    ("({}).copy()", "is no copy: what is written into it changes the original", "flag value"),
    ("list({})", "is no list of its own", "value error shape"),
    ("dict({})", "is no dict of its own: it changes with the original", "flag value"),
)
NEW = {
    *("zeros", "ones", "zeros_like", "ones_like", "rand", "randn", "clone", "deepcopy", "sum", "mean", "sqrt", "log"),
    *("Conv2d", "Linear", "Parameter", "len", "int", "float", "item", "range", "enumerate", "no_grad"),
}
PLAIN = {"training", "shape", "dtype", "device", "ndim", "requires_grad"}  # attributes that nobody can change
OPERAND = 8  # by role: from here on a value is worked with, and not handed out
KEEPERS = ("setdefault", "update", "get", "insert", "zip")
ITERATORS = ("len", "sum", "list", "any", "all", "max", "min", "sorted", "tuple", "zip", "enumerate")


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a copy where there was none."""
    node = place.node
    role = role_of(place)
    if isinstance(node, ast.expr) and role is not None and _may_be_shared(node) and _may_be_kept(place, role):
        for number, (template, says, mends) in enumerate(COPIES):
            rank = 11 + role + number // 3
            # That a graph hangs on something is true of much that is right.
            group = Group.SWAP if template == DETACHED else Group.SPECIFIC
            copy = template.format(place.text())
            if isinstance(node, ast.Attribute) and node.attr == "grad":
                copy = f"{place.text()} if {place.text()} is None else {copy}"
            yield place.put(copy, f"{place.quote()} {says}", rank, group, mends)
    if isinstance(node, Function) and place.body:
        yield from _copy_arguments(place)
    if isinstance(node, ast.Attribute) and node.attr.endswith("_") and not node.attr.startswith("_"):
        says = f"`{node.attr}()` changes the tensor itself, and whoever else holds it sees that"
        yield place.edit([(*place.source.span(node), f"{place.text(node.value)}.{node.attr[:-1]}")], says, 12)
    if isinstance(node, ast.AugAssign) and type(node.op) in SIGNS and not is_constant(node.value, int):
        target, sign = place.text(node.target), SIGNS[type(node.op)]
        says = f"{place.quote()} changes `{target}` in place, and whoever else holds it sees that"
        yield place.put(f"{target} = {target} {sign} ({place.text(node.value)})", says, 8)
    if isinstance(node, ast.Assign) and len(node.targets) > 1 and place.source.margin(node) is not None:
        names = [place.text(target) for target in node.targets]
        text = "\n".join(f"{name} = {place.text(node.value)}" for name in names)
        yield place.put(text, f"`{names[0]}` and `{names[1]}` are one and the same object", 4)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
        says = f"{place.quote()} holds one and the same object several times: what is written into one shows in all"
        inner = ", ".join(place.text(one) for one in node.left.elts)
        if len(node.left.elts) == 1 and not isinstance(node.left.elts[0], ast.Constant):
            yield place.put(f"[{inner} for _ in range({place.text(node.right)})]", says, 6)
    if isinstance(node, ast.ClassDef):
        yield from _move_into_objects(place, node)


def _may_be_shared(node: ast.expr) -> bool:
    """Return whether a value may be somebody else's, too: what is worked out is new, and has a graph of its own."""
    if isinstance(node, ast.Call):
        return called(node) not in NEW and not called(node)[:1].isupper()
    if isinstance(node, ast.Attribute) and node.attr in PLAIN:
        return False
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.IfExp)


def _may_be_kept(place: Place, role: int) -> bool:
    """Return whether somebody may hold a value when it is changed; a gradient is changed by whoever clears it."""
    if role == 0 and isinstance(place.node, ast.Name) and place.node.id in list_made(place.function):
        return False
    return role < OPERAND or called(place.parent) in KEEPERS or ".grad" in place.text()


def _copy_arguments(place: Place) -> Iterator[Edit]:
    is_setting_up = place.function is not None and place.function.name == "__init__"
    for name in place.arguments:
        uses = sum(_count_uses(statement, name) for statement in place.body)
        if uses and not has_parts(place.function, name):
            says = f"`{name}` is gone through more than once, and a generator is used up after the first time"
            yield place.begin(f"{name} = list({name})", says, 7 if uses > 1 else 16, "error value shape")
        if is_setting_up:
            if not uses and place.cls and any(_keeps(one, name, place.cls) for one in place.body):
                says = f"`{name}` is kept as it comes, and a generator is used up after the first time"
                yield place.begin(f"{name} = list({name})", says, 7)
            continue
        for copy in ("clone", "copy") if may_be_changed(place.function, name) else ():
            says = f"`{name}` belongs to the caller, and is changed"
            yield place.begin(f"{name} = {name}.{copy}()", says, 10, "flag value")
        yield place.begin(f"{name} = {name}.detach()", f"`{name}` is used together with its graph", 20, "flag error")


def _keeps(statement: ast.stmt, name: str, owner: ast.ClassDef) -> bool:
    """Return whether an object takes note of an argument as it is, and goes through it later."""
    if not isinstance(statement, ast.Assign) or not is_name(statement.value, name):
        return False
    kept = ast.unparse(statement.targets[0])
    loops = [ast.unparse(one.iter) for one in ast.walk(owner) if isinstance(one, ast.For | ast.comprehension)]
    return any(re.search(rf"{re.escape(kept)}\b", loop) for loop in loops)


def _count_uses(statement: ast.stmt, name: str) -> int:
    nodes = list(ast.walk(statement))
    loops = sum(name in names_in(node.iter) for node in nodes if isinstance(node, (ast.For, ast.comprehension)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and called(node) in ITERATORS and node.args]
    return loops + sum(name in names_in(node.args[0]) for node in calls)


def _move_into_objects(place: Place, node: ast.ClassDef) -> Iterator[Edit]:
    """Let each object have its own of what stands in the class."""
    init = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or init is None or is_constant(statement.value, str):
            continue
        _, end = place.source.span(init.body[-1])
        added = place.at_margin(f"\nself.{place.text(statement)}", init.body[-1])
        splices = [(*place.source.span(statement), "pass"), (end, end, added)]
        says = f"{place.quote(statement)} stands in the class, so that all its objects share it"
        yield place.edit(splices, says, 4, line=statement.lineno)
