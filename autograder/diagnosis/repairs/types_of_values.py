"""Family: a value of another kind: a tensor for a number, a generator for a list, float for int64."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import called, is_constant, is_name, names_in
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.repairs.roles import role_of

ALONE = "stands alone, where a tuple or a list is asked for"
CONVERSIONS = (
    ("({}).item()", "is a tensor and no plain number", "kind flag"),
    ("int({})", "is no int", "kind flag"),
    ("float({})", "is no float", "kind flag"),
    ("({}).tolist()", "is a tensor and no list", "kind"),
    ("tuple({})", "is no tuple", "kind flag"),
    ("list({})", "is no list", "kind flag"),
    ("dict({})", "is no dict", "kind flag"),
    ("({},)", ALONE, "kind flag"),
    ("np.array({})", "is no NumPy array", "kind error"),
    ("torch.tensor({})", "is no tensor", "kind error"),
    ("torch.stack(tuple({}))", "is no tensor", "kind error"),
    ("({}).long()", "is not int64", "dtype flag"),
    ("({}).float()", "is not float32", "dtype kind flag error"),
    ("torch.as_tensor({}, dtype=torch.float32)", "is no tensor of float32", "dtype kind error"),
    ("({}).numpy()", "is a tensor and no array", "kind error"),
)
ALL_CONVERTED = (
    ("{}.float()", "is not float32 throughout", "dtype"),
    ("{}.item()", "holds tensors and no plain numbers", "kind"),
    ("{}.long()", "is not int64 throughout", "dtype"),
    ("torch.as_tensor({}, dtype=torch.float32)", "is not made of tensors of float32", "kind"),
    ("torch.as_tensor({})", "is not made of tensors", "kind"),
    ("{}.nonzero().flatten()", "is made of masks, and not of places", "dtype kind value error"),
)
ON_THE_WAY = 4  # by role: from here on a value need not be what is asked for in the end
WHOLE = ("sign", "round", "floor", "ceil", "where", "heaviside", "argmax", "argmin", "sum", "eq", "ge", "gt")
MAKERS = (
    *("zeros", "ones", "empty", "full", "arange", "eye", "rand", "randn", "linspace"),
    *("tensor", "as_tensor", "array"),
)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with a value of another kind."""
    node, role = place.node, role_of(place)
    if isinstance(node, ast.expr) and role is not None:
        for template, says, mends in CONVERSIONS:
            if "numpy" in place.text():
                says = says.replace("a tensor and", "an array and")
            # What stands for a tensor in a check may stand for an array, too.
            if isinstance(node, ast.List | ast.ListComp) and ("tensor" in says or "array" in says):
                says = "is a list, where another kind of value is needed"
            group = Group.SPECIFIC if role < ON_THE_WAY else Group.SWAP
            yield place.put(template.format(place.text()), f"{place.quote()} {says}", 12 + role, group, mends)
        for name in place.arguments[:3] if role <= 4 else []:
            says = f"{place.quote()} has another dtype than `{name}`"
            yield place.put(f"({place.text()}).to({name}.dtype)", says, 14 + role, mends="dtype")
    if isinstance(node, ast.Attribute) and node.attr == "grad" and role is not None:
        says = f"{place.quote()} is None as long as nothing was backpropagated"
        other = f"torch.zeros_like({place.text(node.value)})"
        yield place.put(f"{other} if {place.text()} is None else {place.text()}", says, 8 + role, mends="kind flag")
    if isinstance(node, ast.Name) and called(place.parent) == "append" and place.field == "args":
        for name in [name for name in place.locals if name != node.id]:
            says = f"{place.quote(place.statement)} keeps `{node.id}` alone, and more belongs to it"
            yield place.put(f"{node.id}, {name}", says, 10, mends="kind")
    if isinstance(node, ast.Tuple) and node.elts and (isinstance(place.parent, ast.Return) or role in (2, 3)):
        yield from _convert_all(place)
        yield from _unpack_parts(place, node)
    if isinstance(node, ast.Call) and called(node) in MAKERS:
        yield from _other_dtype(place, node)
        yield from _like_another(place, node)
    if isinstance(node, ast.Call) and called(node)[:1].isupper() and not node.args:
        for name in [name for name in place.arguments if not place.reads(name)]:
            says = f"{place.quote()} is made anew, though `{name}` is given"
            yield place.put(name, says, 9)
    if isinstance(node, ast.Call):
        yield from _copy_of_another(place, node)
        yield from _keep_dtype(place, node)
        yield from _cut_at_a_half(place, node)
        yield from _number_itself(place, node)
    if called(node) == "zeros_like" and isinstance(node, ast.Call) and node.args:
        yield from _begin_with(place, node, place.text(node.args[0]))


def _unpack_parts(place: Place, node: ast.Tuple) -> Iterator[Edit]:
    """Give back each part of a value on its own where all of it stands in one place."""
    for part in node.elts if isinstance(place.parent, ast.Return) else ():
        if not isinstance(part, ast.Constant | ast.Starred):
            says = f"{place.quote(part)} has several parts, and all of them stand in one place of what is returned"
            splice = (*place.source.span(part), f"*{place.text(part)}")
            yield place.edit([splice], says, 9, mends="shape kind error", line=part.lineno)


def _convert_all(place: Place) -> Iterator[Edit]:
    """Bring all parts of a result into another form at once."""
    for template, says, mends in ALL_CONVERTED:
        if "masks" in says and not _compares(place):
            continue
        text = f"tuple({template.format('_part')} for _part in ({place.text()}))"
        yield place.put(text, f"{place.quote()} {says}", 11, mends=mends)


def _compares(place: Place) -> bool:
    """Return whether a function has anything by which masks are made."""
    nodes = ast.walk(place.function) if place.function else ()
    return any(isinstance(one, ast.Compare) or getattr(one, "attr", "") in ("bool", "isin") for one in nodes)


def _keep_dtype(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Copy an array as it is where it is copied into another dtype."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) and called(node) == "astype" else None
    if isinstance(owner, ast.Name) and owner.id in place.arguments:
        says = f"{place.quote()} has another dtype than `{owner.id}`"
        yield place.put(f"{owner.id}.copy()", says, 10, mends="dtype value")


def _cut_at_a_half(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Decide at one half, or at a threshold that is given, where a number is cut or rounded to a whole one."""
    word = called(node)
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if word == "round" and owner is not None and is_name(owner, "torch") and node.args:
        owner = node.args[0]
    if owner is None or isinstance(owner, ast.Compare) or word not in ("int", "long", "round"):
        return
    # These give whole numbers already.
    if called(owner) in WHOLE:
        return
    does = "rounds one half down to 0" if word == "round" else "cuts everything below 1 down to 0"
    for bound in [name for name in place.arguments if name == "threshold"] or ["0.5"]:
        text = f"(({place.text(owner)}) >= {bound})"
        yield place.put(f"{text}.{'float' if word == 'round' else word}()", f"{place.quote()} {does}", 8)


def _copy_of_another(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Begin with a copy of an argument where only its shape is taken."""
    shapes = {
        place.text(each.value) for each in ast.walk(node) if isinstance(each, ast.Attribute) and each.attr == "shape"
    }
    for name in place.arguments if called(node) in ("zeros", "empty", "ones") else ():
        if name in shapes:
            yield from _begin_with(place, node, name)


def _begin_with(place: Place, node: ast.Call, text: str) -> Iterator[Edit]:
    copy = "copy" if place.text(node.func).startswith(("np.", "numpy.")) else "clone"
    all_alike = {"ones": "all ones", "empty": "whatever was in memory"}.get(called(node), "all zeros")
    yield place.put(
        f"{text}.{copy}()", f"{place.quote()} is {all_alike}, and what was in `{text}` is lost", 9, Group.SWAP
    )


def _number_itself(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the number that a comparison decides about, or its sigmoid, in the place of a yes or no as 1. or 0."""
    decided = node.func.value if isinstance(node.func, ast.Attribute) and called(node) == "float" else None
    if called(node) == "where" and len(node.args) == 3 and all(map(_is_fixed, node.args[1:])):
        decided = node.args[0]
    if isinstance(decided, ast.Compare):
        says = f"{place.quote()} is 1. or 0., a decision, and the number itself is needed"
        yield place.put(f"({place.text(decided.left)})", says, 8)
        yield place.put(f"torch.sigmoid({place.text(decided.left)})", says, 8)


def _is_fixed(node: ast.expr) -> bool:
    return is_constant(node, int, float) or called(node) in ("ones_like", "zeros_like", "tensor")


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
    is_fixed = all(isinstance(one, ast.Constant | ast.Tuple) and not names_in(one) for one in node.args)
    names_dtype = any(one.arg == "dtype" for one in node.keywords)
    for text in [*dict.fromkeys(attributes), *place.arguments]:
        says = f"{place.quote()} has not the size or the dtype of `{text}`"
        if is_fixed:
            says = f"{place.quote()} has a size of its own, whatever is given"
        elif any(f"{text}.{word}" in place.text() for word in ("shape", "size(")) and not names_dtype:
            says = f"{place.quote()} is of float32, whatever dtype is given"
        yield place.put(f"torch.zeros_like({text})", says, 9)
