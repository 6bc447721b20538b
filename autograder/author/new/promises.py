"""What a probe may promise to give, from how a solution is annotated: `Optional[NDArray[…]]` is an array or None."""

import ast
from collections.abc import Sequence

from autograder.author.new.skeleton import Names

ANYTHING = "object"
PLAIN = ("int", "float", "bool", "str", "list", "dict", "tuple", "None")
SPELLED = {"List": "list", "Dict": "dict", "Tuple": "tuple"}


def name_type(annotation: ast.expr | None, names: Names) -> str:
    """Return the annotation of a probe that gives what is annotated so; `object` where no probe could promise it."""
    match annotation:
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str() as text):
            return name_type(_parse(text), names)
        case ast.Name(id=name) if name in names.aliases:
            return name_type(names.aliases[name], names)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _unite([name_type(left, names), name_type(right, names)])
        case ast.Subscript(value=value, slice=inner):
            return _name_filled(_leaf(value), inner.elts if isinstance(inner, ast.Tuple) else [inner], names)
        case ast.Name() | ast.Attribute():
            return _name_bare(annotation, names)
    return ANYTHING


def type_of(expected: str) -> str:
    """Return what a probe promises that gives what an example shows."""
    match node := ast.parse(expected, mode="eval").body:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=("array" | "tensor") as made)):
            return f"{module}.{'ndarray' if made == 'array' else 'Tensor'}"
    try:
        name = type(ast.literal_eval(node)).__name__
    except ValueError:
        name = {ast.List: "list", ast.Tuple: "tuple", ast.Dict: "dict"}.get(type(node), ANYTHING)
    return "None" if name == "NoneType" else name if name in PLAIN else ANYTHING


def _parse(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _leaf(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _name_bare(node: ast.Name | ast.Attribute, names: Names) -> str:
    leaf = SPELLED.get(_leaf(node), _leaf(node))
    if leaf in ("Tensor", "ndarray"):
        return ast.unparse(node)
    if leaf == "NDArray":
        return _name_array(names)
    return leaf if leaf in PLAIN else ANYTHING


def _name_array(names: Names) -> str:
    own = [name for name, node in names.imported.items() if ast.unparse(node).startswith(f"import numpy as {name}")]
    return f"{(own or ['numpy'])[0]}.ndarray"


def _name_filled(leaf: str, inner: Sequence[ast.expr], names: Names) -> str:
    """Return what a type with others in brackets becomes."""
    leaf = SPELLED.get(leaf, leaf)
    if leaf in ("list", "dict", "tuple"):
        parts = ["..." if ast.unparse(each) == "..." else name_type(each, names) for each in inner]
        return f"{leaf}[{', '.join(parts)}]"
    if leaf == "NDArray":
        return _name_array(names)
    if leaf == "Annotated":
        return name_type(inner[0], names)
    if leaf == "Optional":
        return _unite([name_type(inner[0], names), "None"])
    if leaf == "Union":
        return _unite([name_type(each, names) for each in inner])
    if leaf == "Literal":
        return _unite([type_of(ast.unparse(each)) for each in inner])
    return ANYTHING


def _unite(options: Sequence[str]) -> str:
    return ANYTHING if ANYTHING in options else " | ".join(dict.fromkeys(options))
