"""Statements that do nothing: a result that nobody keeps, a comparison, a function that is not called."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.doings import list_unread_activations
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, is_name
from autograder.diagnosis.source import Answer

# They make a new value and leave everything as it was; of what modules have too, such as float(), nothing is here.
PURE_METHODS = {
    *("abs", "argmax", "argmin", "clamp", "clip", "clone", "detach", "div", "exp", "flatten", "gather", "log"),
    *("log_softmax", "masked_fill", "matmul", "mean", "mm", "mul", "permute", "pow", "relu", "reshape", "sigmoid"),
    *("softmax", "sqrt", "square", "squeeze", "std", "sum", "tanh", "transpose", "unsqueeze", "var", "view"),
}
# Sets and sums of the student's own have these as well; of what is a tensor for certain they are pure.
PURE_OF_TENSORS = {"add", "sub"}
TENSORS = {"data", "grad", "weight", "bias"}
PURE_FUNCTIONS = (
    PURE_METHODS | {"add", "sub"} | {"max_pool2d", "cat", "stack", "leaky_relu", "gelu", "one_hot", "where"}
)
LIBRARIES = {"F", "torch", "functional"}
MUST_BE_CALLED = {
    *("append", "backward", "clone", "copy", "detach", "eval", "item", "mean", "step", "sum", "tolist", "train"),
    *("zero_", "zero_grad"),
}
# What nobody means who hands it on or returns it, as others might mean `loss.backward`.
MEANT_CALLED = {"item", "state_dict"}


def find_in_statements(answer: Answer) -> Iterator[Fact]:
    """Find statements without effect in the exercise's own code: nobody means them so, whatever else is wrong."""
    layers = _find_layers(answer.owner or answer.node)
    for statement in _statements(answer.node):
        text = _describe(statement.value, layers)
        if text:
            yield Fact(text, answer.unit.name, statement.lineno)
    for name, given, kept in _find_lost_names(answer.node):
        text = f"{quote(given)} only gives the name `{name}` to something else, and {quote(kept)} stays as it was."
        yield Fact(text, answer.unit.name, given.lineno)
    for unread in list_unread_activations(answer.node):
        text = f"{quote(unread)} is worked out, and nothing reads {quote(unread.targets[0])}."
        yield Fact(text, answer.unit.name, unread.lineno)
    for value in _list_handed_on(answer.node):
        if isinstance(value, ast.Attribute) and value.attr in MEANT_CALLED and not is_name(value.value, "self"):
            yield Fact(_say_uncalled(value), answer.unit.name, value.lineno)


def _find_lost_names(node: ast.AST) -> Iterator[tuple[str, ast.Assign, ast.expr]]:
    """Yield names of what a parameter holds, such as its `.grad`, that get another meaning which nothing reads."""
    for function in (each for each in ast.walk(node) if isinstance(each, Function)):
        text = ast.unparse(function)
        names = sorted((each for each in ast.walk(function) if isinstance(each, ast.Name)), key=lambda one: one.lineno)
        last_read = {each.id: each.lineno for each in names if isinstance(each.ctx, ast.Load)}
        for block in (each.body for each in ast.walk(function) if isinstance(each, ast.For | ast.With | Function)):
            kept: dict[str, ast.Attribute] = {}
            for statement in block:
                match statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value):
                        is_lost = last_read.get(name, 0) <= statement.lineno and not _works_in_place(value)
                        old = kept.pop(name, None)
                        if old is not None and is_lost and f"{ast.unparse(old)} =" not in text:
                            yield name, statement, old
                        if isinstance(value, ast.Attribute) and value.attr in ("grad", "data"):
                            kept[name] = value


def _works_in_place(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr.endswith("_") for each in ast.walk(node))


def _list_handed_on(node: ast.AST) -> Iterator[ast.expr | None]:
    """Yield what is returned, and what methods and functions of a library are given."""
    for each in ast.walk(node):
        if isinstance(each, ast.Return):
            yield from each.value.elts if isinstance(each.value, ast.Tuple) else [each.value]
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            yield from each.args


def _statements(node: ast.AST) -> Iterator[ast.Expr]:
    """Yield expressions that stand as statements, but not what is tried to see whether it fails."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Expr):
            yield each
        if not isinstance(each, ast.Try):
            yield from _statements(each)


def _find_layers(owner: ast.AST) -> set[str]:
    """Return the attributes that a class sets to layers of torch.nn, which give a new value and change none."""
    found = set()
    for each in ast.walk(owner):
        match each:
            case ast.Assign(targets=[ast.Attribute(attr=name) as target], value=ast.Call(func=made, keywords=keywords)):
                in_place = any(keyword.arg == "inplace" for keyword in keywords)
                if (
                    is_name(target.value, "self")
                    and ast.unparse(made).startswith(("nn.", "torch.nn."))
                    and not in_place
                ):
                    found.add(name)
    return found


def _describe(value: ast.expr, layers: set[str]) -> str | None:
    match value:
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if is_name(owner, "self") and name in layers:
            return f"{quote(value)} makes a new value, and nothing keeps it."
        case ast.Call(func=ast.Attribute(value=owner, attr=name), keywords=keywords):
            is_library = isinstance(owner, ast.Name) and owner.id in LIBRARIES
            changes = {keyword.arg for keyword in keywords} & {"out", "inplace", None}
            is_tensor = isinstance(owner, ast.Attribute) and owner.attr in TENSORS
            pure = PURE_FUNCTIONS if is_library else PURE_METHODS | (PURE_OF_TENSORS if is_tensor else set())
            if name in pure and not changes and not _is_own(owner):
                return f"{quote(value)} makes a new value, and nothing keeps it."
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()):
            return f"{quote(value)} makes a new value, and nothing keeps it."
        case ast.Compare(ops=[ast.Eq()]):
            return f"{quote(value)} only compares: it changes nothing, and nothing asks for the answer."
        case ast.Compare():
            return f"{quote(value)} only compares, and nothing asks for the answer."
        case ast.Attribute(attr=name) if name in MUST_BE_CALLED:
            return _say_uncalled(value)
    return None


def _say_uncalled(value: ast.expr) -> str:
    return f"{quote(value)} is not called: without parentheses it only names the function."


def _is_own(owner: ast.expr) -> bool:
    """Return whether a method is one of the student's own classes, which may do anything."""
    if isinstance(owner, ast.Call):
        owner = owner.func
    return isinstance(owner, ast.Name) and owner.id in ("self", "cls", "super")
