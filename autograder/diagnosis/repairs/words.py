"""Family: a word for its neighbour: sum for mean, relu for sigmoid, ones for zeros, True for False."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import Function, called, is_constant
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


def change(place: Place) -> Iterator[Edit]:
    """Yield the place's code with one word exchanged for a neighbour, here or wherever it stands."""
    node = place.node
    if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
        yield from _other_word(place, node)
    if isinstance(node, ast.Constant):
        yield from _other_setting(place, node)
    if isinstance(node, (Function, ast.ClassDef)):
        yield from _other_word_everywhere(place, node)
        yield from _other_bound_everywhere(place, node)


def _other_word(place: Place, node: ast.Attribute | ast.Name) -> Iterator[Edit]:
    word = node.attr if isinstance(node, ast.Attribute) else node.id
    if isinstance(node, ast.Name) and place.field != "func":
        return
    for other in NEIGHBOURS.get(word, ()):
        _, end = place.source.span(node)
        says = f"`{word}` is not what is asked for here"
        yield place.edit([(end - len(word.encode()), end, other)], says, 10, Group.SWAP)


def _other_setting(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Put another of a few settings in the place of a literal: a kind of reduction, or the other truth value."""
    name = place.parent.arg if isinstance(place.parent, ast.keyword) else None
    if name == "reduction" and is_constant(node, str):
        says = f"`reduction={place.text()}` is not what is asked for here"
        for other in ("mean", "sum", "none"):
            yield place.put(repr(other), says, 8, Group.SWAP)
    if isinstance(node.value, bool):
        says = f"`{f'{name}=' if name else ''}{node.value}` is not what is needed here"
        yield place.put(str(not node.value), says, 11, Group.SWAP)


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
