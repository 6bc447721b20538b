"""Family: a call that lacks an argument, or that is another one than is needed, with other arguments."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.nodes import called
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place

# What looks at a whole row, and what takes each number by itself.
POINTWISE = {
    **{"softmax": "sigmoid", "Softmax": "Sigmoid", "log_softmax": "sigmoid", "LogSoftmax": "Sigmoid"},
    **{"softmin": "sigmoid", "Softmin": "Sigmoid"},
}
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
    """Yield the place's call with what it lacks, or as another one."""
    if isinstance(place.node, ast.Call):
        yield from _other_activation(place, place.node)
        yield from _size_for_number(place, place.node)
        yield from _name_what_is_missing(place, place.node)
        yield from _names_for_places(place, place.node)


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


def _names_for_places(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Go through parameters with their names, where they are counted."""
    if called(node) == "enumerate" and called(node.args[0] if node.args else None) == "parameters":
        text = place.text(node.args[0]).replace("parameters(", "named_parameters(")
        yield place.put(text, "`enumerate` counts the parameters, and their names are asked for", 5)
