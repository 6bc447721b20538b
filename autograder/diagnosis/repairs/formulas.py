"""Family: parentheses that are missing, a wrong divisor, two steps in the wrong order."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import SIGNS, called
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.logarithms import BOUNDS
from autograder.diagnosis.repairs.place import Place

FUNCTIONS = ("sqrt", "abs", "log", "exp")


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's formula with its steps grouped, divided or ordered in another way."""
    node = place.node
    if isinstance(node, ast.BinOp):
        yield from _regroup(place, node)
        yield from _divide_otherwise(place, node)
    elif isinstance(node, ast.Call):
        yield from _reorder(place, node)


def _regroup(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    left, right, sign = place.text(node.left), place.text(node.right), _sign(node)
    if isinstance(node.op, ast.Div) and isinstance(node.left, ast.BinOp):
        first, last, inner = place.text(node.left.left), place.text(node.left.right), _sign(node.left)
        if isinstance(node.left.op, (ast.Add, ast.Sub)):
            says = f"{place.quote()} divides all of the sum"
            yield place.put(f"{first} {inner} ({last} / {right})", says, 13)
    divided = node.left if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Div) else None
    if isinstance(node.op, (ast.Add, ast.Sub)) and divided:
        says = f"in {place.quote()} `/` comes before `{sign}`, as there are no parentheses"
        yield place.put(f"({place.text(divided.left)} {sign} {right}) / {place.text(divided.right)}", says, 10)
    product = node.right if isinstance(node.right, ast.BinOp) else None
    if isinstance(node.op, (ast.Add, ast.Sub)) and product and isinstance(product.op, (ast.Div, ast.Mult)):
        first, last, inner = place.text(product.left), place.text(product.right), _sign(product)
        says = f"in {place.quote()} `{inner}` comes before `{sign}`, as there are no parentheses"
        yield place.put(f"({left} {sign} {first}) {inner} {last}", says, 13)
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, (ast.Add, ast.Sub)):
            before, near = f"{place.text(node.left.left)} {_sign(node.left)}", place.text(node.left.right)
            yield place.put(f"{before} ({near} {sign} {first}) {inner} {last}", says, 12)
    if isinstance(node.op, (ast.Add, ast.Sub)) and called(node.left) in FUNCTIONS:
        says = f"{place.quote(node.right)} comes after `{called(node.left)}` and not inside of it"
        yield from _inside(place, node.left, f"{{}} {sign} {right}", says, 8)
    if isinstance(node.op, ast.Pow) and isinstance(node.left, ast.Call):
        says = f"in {place.quote()} `{called(node.left)}` comes before the power"
        yield from _inside(place, node.left, f"({{}}) ** {right}", says, 9)


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
        yield place.put(f"{whole} {_sign(inner)} {right}", says, 7)
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


def _sign(node: ast.BinOp) -> str:
    return "@" if isinstance(node.op, ast.MatMult) else SIGNS.get(type(node.op), "**")
