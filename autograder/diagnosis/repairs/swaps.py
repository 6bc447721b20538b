"""Family: a word for its neighbour: sum for mean, + for −, < for ≤, two arguments the wrong way round."""

import ast
import itertools
from collections.abc import Iterator

from autograder.diagnosis.nodes import SIGNS, Function, called, is_constant
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

NEIGHBOURS = {
    "sum": ("mean",), "mean": ("sum",), "max": ("min", "amax"), "min": ("max",), "argmax": ("argmin",),
    "argmin": ("argmax",), "var": ("std",), "std": ("var",), "zeros": ("ones",), "ones": ("zeros",),
    "zeros_like": ("ones_like",), "ones_like": ("zeros_like",), "abs": ("square", "relu"), "square": ("abs",),
    "log2": ("log",), "log10": ("log",), "log1p": ("log",), "exp": ("log",), "any": ("all",), "all": ("any",),
    "relu": ("sigmoid",), "sigmoid": ("relu", "softmax"), "tanh": ("relu", "sigmoid"),
    "softmax": ("sigmoid", "log_softmax"), "log_softmax": ("softmax",), "leaky_relu": ("relu",), "gelu": ("relu",),
    "randn": ("rand",), "normal_": ("uniform_",), "avg_pool2d": ("max_pool2d",), "AvgPool2d": ("MaxPool2d",),
    "Tanh": ("ReLU", "Sigmoid"), "ReLU": ("Sigmoid",), "Sigmoid": ("ReLU",), "LeakyReLU": ("ReLU",),
    "Softmax": ("Sigmoid",), "BCEWithLogitsLoss": ("BCELoss",), "MSELoss": ("BCELoss", "CrossEntropyLoss"),
    "Adam": ("SGD",), "BCELoss": ("CrossEntropyLoss",), "children": ("modules",),
    "state_dict": ("named_parameters",), "isfinite": ("isnan",), "floor": ("ceil",), "ceil": ("floor",),
    "chunk": ("tensor_split",), "train": ("eval",), "eval": ("train",), "append": ("extend",),
    "extend": ("append",), "update": ("setdefault",), "fit_transform": ("transform",), "maximum": ("minimum",),
    "minimum": ("maximum",), "IntTensor": ("LongTensor",), "DoubleTensor": ("FloatTensor",), "int32": ("int64",),
    "float64": ("float32",), "permutations": ("product",), "zip": ("product",), "parameters": ("named_parameters",),
    "named_parameters": ("parameters",), "LogSigmoid": ("Sigmoid",), "logsigmoid": ("sigmoid",),
}  # fmt: skip
# What looks at a whole row, and what takes each number by itself.
POINTWISE = {
    **{"softmax": "sigmoid", "Softmax": "Sigmoid", "log_softmax": "sigmoid", "LogSoftmax": "Sigmoid"},
    **{"softmin": "sigmoid", "Softmin": "Sigmoid"},
}
SWAPPED = {**SIGNS, ast.Mod: "%"}
OTHER_SIGNS = {"+": "-*", "-": "+", "*": ("/", "+", "**"), "/": ("*", "//"), "//": "/", "**": "*", "%": ("//",)}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
OTHER_COMPARISONS = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=", "is", ">=", "<="),
    "!=": ("==", "is not"),
}
EDGES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
MOST_PARTS = 4
MISSING = (
    ("randperm", "generator", "generator", "draws from the global random state"),
    ("randint", "generator", "generator", "draws from the global random state"),
    ("backward", "retain_graph", "True", "frees the graph, which is needed once more"),
    ("train_test_split", "stratify", "y", "does not keep each class's share"),
    ("train_test_split", "random_state", "seed", "does not use the seed"),
    ("make_blobs", "random_state", "seed", "does not use the seed"),
    ("interpolate", "align_corners", "False", "resizes in another way"),
    ("make_blobs", "cluster_std", "1.5", "spreads its points otherwise than asked for"),
    ("interpolate", "mode", "'bilinear'", "does not resize bilinearly"),
    ("one_hot", "num_classes", "{}.shape[1]", "counts the classes from the labels that happen to occur"),
)


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with one word exchanged for a neighbour."""
    node = place.node
    if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
        yield from _other_word(place, node)
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield from _other_operator(place, node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _other_comparison(place, node)
    elif isinstance(node, ast.BoolOp):
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        text = f" {other} ".join(f"({place.text(one)})" for one in node.values)
        yield place.put(text, f"{place.quote()} joins its conditions by `{word}`", 11, _group_of_condition(place))
    elif isinstance(node, ast.Call):
        yield from _other_order(place, node)
        yield from _other_activation(place, node)
        yield from _size_for_number(place, node)
        yield from _name_what_is_missing(place, node)
        yield from _order_of_split(place, node)
        yield from _names_for_places(place, node)
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        if place.field != "slice":
            first, second = map(place.text, node.elts)
            yield place.put(
                f"{second}, {first}", f"{place.quote()} has its two parts the wrong way round", 12, Group.SWAP
            )
            if isinstance(place.parent, ast.Return):
                says = f"{place.quote()} gives two rows of things, and not the pairs of one of each"
                yield place.put(f"list(zip({first}, {second}))", says, 11)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) <= MOST_PARTS:
        yield from _other_places(place, node)
    elif isinstance(node, ast.IfExp):
        text = f"{place.text(node.orelse)} if {place.text(node.test)} else {place.text(node.body)}"
        yield place.put(text, f"{place.quote()} has its two cases the wrong way round", 12, Group.SWAP)
    elif isinstance(node, ast.AugAssign):
        yield from _other_assignment(place, node)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and not isinstance(node.targets[0], ast.Tuple):
        says = f"{place.quote()} overwrites what was there, instead of going on from it"
        for operator in "+*":
            text = f"{place.text(node.targets[0])} {operator}= {place.text(node.value)}"
            yield place.put(text, says, 12, Group.SWAP)
    if isinstance(place.parent, ast.keyword) and place.parent.arg == "reduction" and is_constant(node, str):
        says = f"`reduction={place.text()}` is not what is asked for here"
        for other in ("mean", "sum", "none"):
            yield place.put(repr(other), says, 8, Group.SWAP)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        named = isinstance(place.parent, ast.keyword) and place.parent.arg
        says = f"`{f'{named}=' if named else ''}{node.value}` is not what is needed here"
        yield place.put(str(not node.value), says, 11, Group.SWAP)
    if isinstance(node, (ast.If, ast.While, ast.Return, ast.Assign)):
        yield from _other_edges(place, node)
    if isinstance(node, (Function, ast.ClassDef)):
        yield from _other_word_everywhere(place, node)
        yield from _other_bound_everywhere(place, node)


def _group_of_condition(place: Place) -> Group:
    """Return the group of another condition: of one for a refusal, what it says is true whatever else is wrong."""
    refuses = isinstance(place.statement, ast.If) and isinstance(place.statement.body[0], ast.Raise)
    return Group.SPECIFIC if refuses else Group.SWAP


def _other_word(place: Place, node: ast.Attribute | ast.Name) -> Iterator[Edit]:
    word = node.attr if isinstance(node, ast.Attribute) else node.id
    if isinstance(node, ast.Name) and place.field != "func":
        return
    for other in NEIGHBOURS.get(word, ()):
        _, end = place.source.span(node)
        says = f"`{word}` is not what is asked for here"
        yield place.edit([(end - len(word.encode()), end, other)], says, 10, Group.SWAP)


def _other_word_everywhere(place: Place, node: ast.stmt) -> Iterator[Edit]:
    found: dict[str, list[ast.expr]] = {}
    for one in ast.walk(node):
        if isinstance(one, (ast.Attribute, ast.Name)):
            word = one.attr if isinstance(one, ast.Attribute) else one.id
            if word in NEIGHBOURS:
                found.setdefault(word, []).append(one)
    for word, places in found.items():
        for other in NEIGHBOURS[word] if len(places) > 1 else ():
            ends = [place.source.span(one)[1] for one in places]
            splices = [(end - len(word.encode()), end, other) for end in ends]
            says = f"`{word}` is not what is asked for here"
            yield place.edit(splices, says, 9, Group.SWAP, line=places[0].lineno)


def _other_bound_everywhere(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Let `clamp` bound from below where it bounds from above, and the other way round."""
    for word, other in (("max", "min"), ("min", "max")):
        calls = [one for one in ast.walk(node) if called(one) in ("clamp", "clip", "clamp_")]
        found = [one for call in calls if isinstance(call, ast.Call) for one in call.keywords if one.arg == word]
        if found:
            starts = [place.source.start_of_keyword(one) for one in found]
            splices = [(start, start + len(word), other) for start in starts]
            says = f"`{word}={place.text(found[0].value)}` bounds the wrong side"
            yield place.edit(splices, says, 8, Group.SWAP, line=found[0].value.lineno)


def _other_operator(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    sign, left, right = SWAPPED[type(node.op)], place.text(node.left), place.text(node.right)
    for other in OTHER_SIGNS[sign]:
        says = f"`{sign}` is not the operation that is needed in {place.quote()}"
        yield place.put(f"({left}) {other} ({right})", says, 10, Group.SWAP)
    product = node.right if sign == "+" and isinstance(node.right, ast.BinOp) else None
    if product is not None and isinstance(product.op, ast.Mult):
        says = f"{place.quote(node.left)} and {place.quote(product.right)} stand in each other's places"
        yield place.put(f"({place.text(product.right)}) + {place.text(product.left)} * ({left})", says, 10, Group.SWAP)
    if sign in ("-", "/", "//", "**", "@"):
        says = f"{place.quote()} has its two sides the wrong way round"
        yield place.put(f"({right}) {sign} ({left})", says, 10, Group.SWAP)


def _other_assignment(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    target, value, sign = place.text(node.target), place.text(node.value), SWAPPED.get(type(node.op), "")
    says = f"{place.quote()} changes what was there before, where a new value is needed"
    yield place.put(f"{target} = {value}", says, 8, Group.SWAP)
    for other in OTHER_SIGNS.get(sign, ()):
        says = f"`{sign}=` is not the operation that is needed in {place.quote()}"
        yield place.put(f"{target} {other}= {value}", says, 9, Group.SWAP)


def _other_places(place: Place, node: ast.Tuple) -> Iterator[Edit]:
    for first, second in itertools.combinations(node.elts, 2):
        splices = [(*place.source.span(first), place.text(second)), (*place.source.span(second), place.text(first))]
        says = f"{place.quote(first)} and {place.quote(second)} stand in each other's places"
        yield place.edit(splices, says, 12, Group.SWAP)


def _order_of_split(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the parts of a split in the order in which training comes before test."""
    if called(node) == "train_test_split" and len(node.args) == 2:
        text = f"(lambda _parts: [_parts[index] for index in (0, 2, 1, 3)])({place.text()})"
        says = "`train_test_split` gives both parts of its first argument, and then both of its second"
        yield place.put(text, says, 4, mends="kind dtype shape error")


def _names_for_places(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Go through parameters with their names, where they are counted."""
    if called(node) == "enumerate" and called(node.args[0] if node.args else None) == "parameters":
        text = place.text(node.args[0]).replace("parameters(", "named_parameters(")
        yield place.put(text, "`enumerate` counts the parameters, and their names are asked for", 5)


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


def _other_comparison(place: Place, node: ast.Compare) -> Iterator[Edit]:
    left, right = place.text(node.left), place.text(node.comparators[0])
    sign = COMPARISONS.get(type(node.ops[0]))
    others = OTHER_COMPARISONS.get(sign, ()) if sign else ()
    if isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        others = ("is not", "==") if isinstance(node.ops[0], ast.Is) else ("is", "!=")
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        others = ("not in",) if isinstance(node.ops[0], ast.In) else ("in",)
    for other in others:
        says, group = f"{place.quote()} asks the wrong question", Group.SWAP
        if {sign, other} == {"==", "!="}:
            refuses = isinstance(place.statement, ast.If) and isinstance(place.statement.body[0], ast.Raise)
            says = "holds for input that is fine, and refuses it" if refuses else "asks for the opposite"
            says, group = f"{place.quote()} {says}", _group_of_condition(place)
        if sign and EDGES.get(sign) == other:
            says = f"{place.quote()} decides wrongly where the two sides are equal"
            group = _group_of_condition(place)
        yield place.put(f"({left}) {other} ({right})", says, 9, group)
    if sign in EDGES and is_constant(node.comparators[0], int, float):
        for bound in [name for name in place.arguments if name == "threshold"] or ["0.5"]:
            says = f"{place.quote()} does not decide at the number at which it should"
            yield place.put(f"({left}) >= {bound}", says, 10, Group.SWAP)


def _other_order(place: Place, node: ast.Call) -> Iterator[Edit]:
    for index in range(len(node.args) - 1):
        first, second = node.args[index : index + 2]
        if not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            splices = [(*place.source.span(first), place.text(second)), (*place.source.span(second), place.text(first))]
            says = f"`{called(node)}(…)` gets {place.quote(first)} and {place.quote(second)} in the wrong order"
            yield place.edit(splices, says, 16, Group.SWAP)
            targets = getattr(place.parent, "targets", [])
            if len(node.args) == 2 and targets and isinstance(targets[0], ast.Tuple) and len(targets[0].elts) == 2:
                # What it gives comes in the order of what it gets.
                ends = [place.source.span(one) for one in targets[0].elts]
                turned = [(*ends[0], place.text(targets[0].elts[1])), (*ends[1], place.text(targets[0].elts[0]))]
                yield place.edit([*turned, *splices], says, 8, Group.SWAP)


def _other_activation(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Let an activation take each number by itself, and so without a dimension."""
    word = called(node)
    if word in POINTWISE and (node.args or node.keywords):
        head = place.text(node.func)[: -len(word)] + POINTWISE[word]
        given = [place.text(one) for one in node.args if not isinstance(one, ast.Constant | ast.UnaryOp)]
        yield place.put(f"{head}({', '.join(given)})", f"`{word}` is not what is asked for here", 8, Group.SWAP)


def _size_for_number(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Cut into parts of a size what is cut into a number of them."""
    number = node.args[-1] if called(node) in ("chunk", "tensor_split") and node.args else None
    size = number.right if isinstance(number, ast.BinOp) else number
    if size is not None:
        head = place.text(node.func)[: -len(called(node))]
        given = ", ".join(place.text(one) for one in [*node.args[:-1], size])
        says = f"`{called(node)}` is told how many parts there are, and not how large one is"
        yield place.put(f"{head}split({given})", says, 8)


def _name_what_is_missing(place: Place, node: ast.Call) -> Iterator[Edit]:
    named = {one.arg for one in node.keywords}
    for function, keyword, value, says in MISSING:
        if called(node) != function or keyword in named:
            continue
        for name in place.arguments if "{}" in value else [""]:
            _, end = place.source.span(node)
            comma = ", " if node.args or node.keywords else ""
            added = f"{comma}{keyword}={value.format(name)})"
            yield place.edit([(end - 1, end, added)], f"{place.quote()} {says}", 9)
