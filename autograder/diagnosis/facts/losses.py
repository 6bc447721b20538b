"""What goes into a loss: a softmax too many, decisions for probabilities; and a loss that is cut off from its graph."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import called, is_constant, is_stored, stored_once
from autograder.diagnosis.source import Answer

WHOLE = ("long", "int", "round", "argmax")  # by now it is a decision
CAST = ("float", "double", "squeeze", "flatten", "view", "reshape")


def find_softmax_before_loss(answer: Answer) -> Iterator[Fact]:
    """Find a softmax whose result is given to a cross entropy, which works out one of its own."""
    made = _list_made_once(answer.node)
    for _, source in _list_given(answer.node, made, "crossentropy"):
        if isinstance(source, ast.Call) and _function_of(source, made) == "softmax":
            text = f"{quote(source)} goes into a cross entropy, which wants raw scores: it has a softmax of its own"
            yield Fact(f"{text}.", answer.unit.name, source.lineno)


def find_decisions_in_loss(answer: Answer) -> Iterator[Fact]:
    """Find a loss of decisions, of which numbers between 0 and 1 are wanted."""
    made = _list_made_once(answer.node)
    for loss, source in _list_given(answer.node, made, "bce", "binarycrossentropy", "criterion"):
        if _is_decision(source):
            what = quote(loss.args[0])
            text = f"{what} holds decisions here, and the loss wants the numbers that they were made from"
            yield Fact(f"{text}.", answer.unit.name, loss.lineno)


def _list_given(node: ast.AST, made: dict[str, ast.expr], *losses: str) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls of some losses, each with where its first argument comes from."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and each.args and _function_of(each, made) in losses:
            given = each.args[0]
            yield each, made.get(given.id, given) if isinstance(given, ast.Name) else given


def _is_decision(node: ast.expr) -> bool:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and called(node) in CAST:
        node = node.func.value
    return isinstance(node, ast.Compare) or called(node) in WHOLE


def find_new_loss(answer: Answer) -> Iterator[Fact]:
    """Find a loss that is wrapped into a new tensor before backward(), which then reaches no weight."""
    nodes = list(ast.walk(answer.node))
    own = {one.id for one in filter(is_stored, nodes)}
    for each in nodes:
        if (name := _joined_to_graph(each)) in own and any(called(one) == "backward" for one in nodes):
            text = f"{quote(each)} joins `{name}` to nothing: where it has left the graph, backward() reaches no weight"
            yield Fact(f"{text}.", answer.unit.name, getattr(each, "lineno", 1))
    begun = {ast.unparse(each.func.value) for each in nodes if isinstance(each, ast.Call) and _is_backward(each.func)}
    for each in nodes:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[source, *_]) as made) if name in begun:
                wants = any(one.arg == "requires_grad" and ast.unparse(one.value) == "True" for one in made.keywords)
                if (
                    wants
                    and called(made) in ("Variable", "tensor")
                    and any(isinstance(one, ast.Call) for one in ast.walk(source))
                ):
                    text = f"{quote(made)} is a new tensor: backward() begins and ends there, and reaches no weight"
                    yield Fact(f"{text}.", answer.unit.name, made.lineno)


def _joined_to_graph(node: ast.AST) -> str | None:
    """Return the name of what is made to require a gradient."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr="requires_grad")], value=value):
            return name if is_constant(value, bool) and ast.unparse(value) == "True" else None
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="requires_grad_"), args=args):
            return name if not args or ast.unparse(args[0]) == "True" else None
    return None


def _list_made_once(function: ast.AST) -> dict[str, ast.expr]:
    """Return what the names are given that a function gives but one value."""
    once = stored_once(function)
    return {
        target.id: each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id in once
    }


def _function_of(call: ast.Call, made: dict[str, ast.expr]) -> str:
    """Return the name of what is called, in one spelling; of a module that is made first, its class's."""
    function = made.get(call.func.id, call.func) if isinstance(call.func, ast.Name) else call.func
    word = called(call) if function is call.func and called(call) else called(function)
    return word.lower().replace("_", "").removesuffix("loss")


def _is_backward(function: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(function, ast.Attribute) and function.attr == "backward"
