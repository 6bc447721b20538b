"""Family: wrong amounts: a fixed number for one that is given, a wrong divisor, parentheses, the order of two steps."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import SIGNS, Function, called, is_constant, names_in
from autograder.diagnosis.repairs.arguments import has_parts
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.logarithms import BOUNDS
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.roles import role_of

SCALED = (
    ("({}) ** 0.5", "lacks a square root"),
    ("({}) ** 2", "is not squared"),
    ("abs({})", "keeps its sign"),
    ("-({})", "has the wrong sign"),
    ("({}) / 2", "is twice as much as it should be"),
    ("({}) * 2", "is half of what it should be"),
    ("1 - ({})", "stands where what it leaves of 1 is needed"),
    ("torch.relu({})", "lets negative numbers pass"),
    ("torch.sigmoid({})", "is not brought between 0 and 1"),
    ("torch.log({})", "lacks a logarithm"),
    ("torch.exp({})", "lacks an exponential"),
    ("sorted({})", "is in no fixed order"),
    ("({}).clamp(min=-100)", "may become infinite: nothing bounds it"),
)
MADE = {"list", "tuple", "dict", "set", "zeros", "zeros_like", "ones", "ones_like", "Conv2d", "Linear", "enumerate"}
FUNCTIONS = ("sqrt", "abs", "log", "exp")


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with another amount."""
    node = place.node
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not is_constant(node, bool):
        yield from _other_number(place, node.value)
    if isinstance(node, ast.BinOp):
        yield from _regroup(place, node)
        yield from _divide_otherwise(place, node)
        yield from _weigh_what_is_new(place, node)
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield from _let_go_of_the_rest(place, node)
    if isinstance(node, ast.Call):
        yield from _reorder(place, node)
        yield from _weigh_what_is_added(place, node)
        yield from _share_between(place, node)
        yield from _share_of_counted(place, node)
        if called(node) == "std":
            says = f"{place.quote()} is 0 where all numbers are the same"
            yield place.put(f"({place.text()}).clip(min=1e-12)", says, 9, mends="value")
    role = role_of(place)
    if isinstance(node, ast.expr) and role is not None and not _is_made(node):
        for number, (template, says) in enumerate(SCALED):
            rank = 12 + role + number
            yield place.put(template.format(place.text()), f"{place.quote()} {says}", rank, Group.FORM, "value")
        for name in place.arguments[:3] if role <= 4 else []:
            says = f"{place.quote()} is not set against the number of samples in `{name}`"
            yield place.put(f"({place.text()}) / len({name})", says, 16 + role, Group.NUMBER, "value")
            yield place.put(f"({place.text()}) * len({name})", says, 16 + role, Group.NUMBER, "value")
    if isinstance(node, Function):
        yield from _same_size_everywhere(place, node)


def _is_made(node: ast.expr) -> bool:
    """Return whether a value is a container, or what state begins with: no formula."""
    begun = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(begun, ast.List | ast.ListComp | ast.Dict | ast.DictComp | ast.Constant) or called(node) in MADE


def _is_default(place: Place) -> bool:
    """Return whether a place belongs to the value of an argument that need not be given."""
    given = place.function.args if place.function else None
    defaults = [*given.defaults, *given.kw_defaults] if given else []
    return any(place.node is one for default in defaults if default for one in ast.walk(default))


def _list_numbers(place: Place) -> list[str]:
    """Return the arguments that may be plain numbers."""
    return [name for name in place.arguments if not has_parts(place.function, name)]


def _other_number(place: Place, value: int | float) -> Iterator[Edit]:
    if isinstance(place.parent, ast.keyword) and place.parent.arg in ("dim", "axis"):
        return
    fixed = f"the number {value} is fixed here, whatever is given"
    is_default = _is_default(place)
    for name in [] if is_default else _list_numbers(place):
        # One that is used elsewhere need not stand in this place.
        says = f"the number {value} is not the one that is needed here" if place.reads(name) else fixed
        yield place.put(name, says, 9, Group.NUMBER)
    if place.function is not None and not is_default and place.function.name != "__init__":
        for attribute in place.attributes:
            yield place.put(f"self.{attribute}", fixed, 10, Group.NUMBER)
    if isinstance(place.parent, ast.AugAssign) and value == 1:
        targets = {name for loop in place.loops if isinstance(loop, ast.For) for name in names_in(loop.target)}
        for name in sorted(targets):
            yield place.put(f"len({name})", f"{place.quote(place.statement)} counts rounds and not samples", 7)
    if value == 0 and isinstance(place.parent, ast.Call) and len(place.parent.args) == 2:
        says = f"{place.quote(place.parent)} begins with 0, and leaves the other side out"
        yield place.put(f"-({place.text(place.parent.args[1])})", says, 9, Group.NUMBER)
    if isinstance(value, int) and value > 1 and not is_default:
        for name in place.arguments[:2]:
            for text in (f"len({name})", f"{name}.shape[1]", f"{name}.shape[-1]"):
                yield place.put(text, fixed, 13, Group.NUMBER)
    others = (0, 1, value + 1, value - 1, -value, 2, value * 2, value / 2 if value % 2 else value // 2, 16, 0.5, -100)
    for number, other in enumerate(dict.fromkeys(others)):
        if other != value:
            says = f"the number {value} is not the one that is needed here"
            yield place.put(repr(other), says, 14 if number < 4 else 17, Group.NUMBER)


def _regroup(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    left, right, sign = place.text(node.left), place.text(node.right), _sign(place, node)
    if isinstance(node.op, ast.Div) and isinstance(node.left, ast.BinOp):
        first, last, inner = place.text(node.left.left), place.text(node.left.right), _sign(place, node.left)
        if isinstance(node.left.op, (ast.Add, ast.Sub)):
            says = f"{place.quote()} divides all of the sum"
            yield place.put(f"{first} {inner} ({last} / {right})", says, 13)
    divided = node.left if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Div) else None
    if isinstance(node.op, (ast.Add, ast.Sub)) and divided:
        says = f"in {place.quote()} `/` comes before `{sign}`, as there are no parentheses"
        yield place.put(f"({place.text(divided.left)} {sign} {right}) / {place.text(divided.right)}", says, 10)
    product = node.right if isinstance(node.right, ast.BinOp) else None
    if isinstance(node.op, (ast.Add, ast.Sub)) and product and isinstance(product.op, (ast.Div, ast.Mult)):
        first, last, inner = place.text(product.left), place.text(product.right), _sign(place, product)
        says = f"in {place.quote()} `{inner}` comes before `{sign}`, as there are no parentheses"
        yield place.put(f"({left} {sign} {first}) {inner} {last}", says, 13)
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, (ast.Add, ast.Sub)):
            before, near = f"{place.text(node.left.left)} {_sign(place, node.left)}", place.text(node.left.right)
            yield place.put(f"{before} ({near} {sign} {first}) {inner} {last}", says, 12)
    if isinstance(node.op, (ast.Add, ast.Sub)) and called(node.left) in FUNCTIONS:
        says = f"{place.quote(node.right)} comes after `{called(node.left)}` and not inside of it"
        yield from _inside(place, node.left, f"{{}} {sign} {right}", says, 8)
    if isinstance(node.op, ast.Pow) and isinstance(node.left, ast.Call):
        says = f"in {place.quote()} `{called(node.left)}` comes before the power"
        yield from _inside(place, node.left, f"({{}}) ** {right}", says, 9)


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


def _inside(place: Place, call: ast.expr, template: str, says: str, rank: int) -> Iterator[Edit]:
    """Apply to what a call gets what is now applied to what it gives."""
    if not isinstance(call, ast.Call):
        return
    if call.args and not isinstance(call.args[0], ast.Starred):
        inner = call.args[0]
        head = f"{place.text(call.func)}("
        more = "".join(f", {place.text(one)}" for one in call.args[1:])
        more += "".join(f", {one.arg}={place.text(one.value)}" for one in call.keywords if one.arg)
        yield place.put(f"{head}{template.format(place.text(inner))}{more})", says, rank)
    elif isinstance(call.func, ast.Attribute) and not call.args:
        inner_text = template.format(place.text(call.func.value))
        keywords = ", ".join(f"{one.arg}={place.text(one.value)}" for one in call.keywords if one.arg)
        yield place.put(f"({inner_text}).{call.func.attr}({keywords})", says, rank)


def _sign(place: Place, node: ast.BinOp) -> str:
    return "@" if isinstance(node.op, ast.MatMult) else SIGNS.get(type(node.op), "**")


def _divide_otherwise(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, (ast.Div, ast.Mult)):
        return
    for side in (node.left, node.right):
        if called(side) == "sum":
            says = f"{place.quote()} is no mean over all numbers: the divisor does not fit"
            yield place.put(place.text(side).replace("sum(", "mean(", 1), says, 7)
    if isinstance(node.op, ast.Div):
        for name in place.arguments[:3]:
            for divisor in (f"len({name})", f"{name}.numel()", f"{name}.shape[0]"):
                if place.text(node.right) != divisor:
                    says = f"{place.quote(node.right)} is not what is to be divided by here"
                    yield place.put(f"{place.text(node.left)} / {divisor}", says, 12, Group.NUMBER)


def _reorder(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Exchange two steps: f(g(x)), x.g().f(); and take a sum out of sqrt and the like."""
    outer = called(node)
    inner = node.args[0] if node.args else getattr(node.func, "value", None)
    if outer in FUNCTIONS and isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Add, ast.Sub)):
        says = f"{place.quote(inner.right)} stands inside `{outer}(…)`"
        left, right = place.text(inner.left), place.text(inner.right)
        whole = f"{place.text(node.func)}({left})" if node.args else f"({left}).{outer}()"
        yield place.put(f"{whole} {_sign(place, inner)} {right}", says, 7)
    says = f"`{called(inner)}` comes before `{outer}` here"
    if len(node.args) == 1 and isinstance(inner, ast.Call) and inner.args:
        function = place.text(node.func)
        yield from _inside(place, inner, f"{function}({{}})", says, 11)
    elif not node.args and isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
        rest = place.text(node)[len(place.text(inner)) :]
        base, step = place.text(inner.func.value), place.text(inner)[len(place.text(inner.func.value)) :]
        yield place.put(f"{base}{rest}{step}", says, 11)
    if outer == "log":
        around = called(place.parent) or getattr(place.parent, "attr", "")
        fault = "its bound is not the one that is asked for" if around in BOUNDS else "nothing bounds it"
        says = f"{place.quote()} becomes minus infinity at 0: {fault}"
        yield place.put(f"({place.text()}).clamp(min=-100)", says, 11)


def _same_size_everywhere(place: Place, node: Function) -> Iterator[Edit]:
    """Take a number that stands in several places, such as 10 for the classes, from an argument in all of them."""
    numbers: dict[int | float, list[ast.Constant]] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, (int, float)) and one.value not in (0, 1):
            numbers.setdefault(one.value, []).append(one)
    for value, alike in numbers.items():
        if len(alike) < 2:
            continue
        numbers_given = _list_numbers(place)
        for name in place.arguments:
            sizes = (f"{name}.shape[1]", f"{name}.shape[-1]", f"len({name})")
            for text in (name,) if name in numbers_given else sizes:
                splices = [(*place.source.span(one), text) for one in alike]
                says = f"the number {value} is fixed here, whatever is given"
                yield place.edit(splices, says, 9 if text == name else 12, Group.NUMBER, line=alike[0].lineno)
