"""Family: a value of another kind: a tensor for a number, a generator for a list, float for int64."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.repairs.roles import role_of
from autograder.diagnosis.repairs.source_text import Edit, Group, Place, called

CONVERSIONS = (
    ("({}).item()", "is a tensor and no plain number", "kind flag"),
    ("int({})", "is no int", "kind flag"),
    ("float({})", "is no float", "kind flag"),
    ("tuple({})", "is no tuple", "kind flag"),
    ("list({})", "is no list", "kind flag"),
    ("dict({})", "is no dict", "kind flag"),
    ("({},)", "is no tuple", "kind flag"),
    ("torch.tensor({})", "is no tensor", "kind error"),
    ("torch.stack(tuple({}))", "is no tensor", "kind error"),
    ("({}).long()", "is not int64", "dtype flag"),
    ("({}).float()", "is not float32", "dtype kind flag error"),
    ("torch.as_tensor({}, dtype=torch.float32)", "is no tensor of float32", "dtype kind error"),
    ("({}).numpy()", "is a tensor and no array", "kind error"),
)
ON_THE_WAY = 4  # by role: from here on a value need not be what is asked for in the end
MAKERS = ("zeros", "ones", "empty", "full", "arange", "tensor", "eye", "rand", "randn", "linspace", "as_tensor")


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a value of another kind."""
    node, role = place.node, role_of(place)
    if isinstance(node, ast.expr) and role is not None:
        for template, says, mends in CONVERSIONS:
            group = Group.SPECIFIC if role < ON_THE_WAY else Group.SWAP
            yield place.put(template.format(place.text()), f"{place.quote()} {says}", 12 + role, group, mends)
        for name in place.arguments[:3] if role <= 4 else []:
            says = f"{place.quote()} has another dtype than `{name}`"
            yield place.put(f"({place.text()}).to({name}.dtype)", says, 14 + role, mends="dtype")
    if isinstance(node, ast.Call) and called(node) in MAKERS:
        yield from _other_dtype(place, node)
        yield from _like_another(place, node)
    if isinstance(node, ast.Call) and called(node)[:1].isupper() and not node.args:
        for name in place.arguments:
            says = f"{place.quote()} is made anew, though `{name}` is given"
            yield place.put(name, says, 9)
    if called(node) == "zeros_like" and isinstance(node, ast.Call) and node.args:
        text = place.text(node.args[0])
        copy = "copy" if place.text(node.func).startswith(("np.", "numpy.")) else "clone"
        yield place.put(f"{text}.{copy}()", f"{place.quote()} is all zeros, and what was there is lost", 9)


def _other_dtype(place: Place, node: ast.Call) -> Iterator[Edit]:
    given = next((one for one in node.keywords if one.arg == "dtype"), None)
    choices = [f"{name}.dtype" for name in place.arguments[:3]] + ["torch.float32", "torch.int64"]
    for dtype in choices:
        if given is not None and place.text(given.value) != dtype:
            says = f"{place.quote(given.value)} is not the dtype that is needed here"
            yield place.put(dtype, says, 13, Group.SWAP, "dtype error flag", node=given.value)
        elif given is None:
            _, end = place.source.span(node)
            comma = ", " if node.args or node.keywords else ""
            says = f"{place.quote()} has its own dtype, and another one is needed here"
            yield place.edit([(end - 1, end, f"{comma}dtype={dtype})")], says, 14, mends="dtype error flag")


def _like_another(place: Place, node: ast.Call) -> Iterator[Edit]:
    if called(node) not in ("zeros", "ones", "empty", "full") or not node.args:
        return
    attributes = []
    for one in ast.walk(place.function) if place.function else ():
        if isinstance(one, ast.Attribute) and one.attr in ("bias", "weight", "grad", "data"):
            attributes.append(place.text(one))
    for text in [*dict.fromkeys(attributes), *place.arguments]:
        says = f"{place.quote()} has a size of its own, whatever is given"
        yield place.put(f"torch.zeros_like({text})", says, 9)
