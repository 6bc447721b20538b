"""What training lacks: gradients that are cleared, an optimizer for the model that learns."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, called

CLEARING = ("zero_grad", "zero_(", "grad = None", "zeros", "autograd.grad", "torch.func")


def find_uncleared(case: Case) -> Iterator[Fact]:
    """Find a loop, or a function, that works out gradients, and in which nothing clears those of before."""
    answer = case.answer
    if answer is None:
        return
    texts = {each.name: ast.unparse(each) for each in answer.tree.body if isinstance(each, Function | ast.ClassDef)}
    loops = [each for each in ast.walk(answer.node) if isinstance(each, ast.For | ast.While)]
    for loop in loops:
        if any(inner is not loop and inner in loops for inner in ast.walk(loop)):
            continue
        names = {each.id for each in ast.walk(loop) if isinstance(each, ast.Name)}
        # A helper of the student's own may do it.
        text = "\n".join([ast.unparse(loop), *(texts[name] for name in sorted(names & texts.keys()))])
        if ".backward(" in text and ".step(" in text and not any(word in text for word in CLEARING):
            said = "Nothing in this loop clears the gradients, and backward() adds to what is there"
            yield Fact(f"{said}.", answer.unit.name, loop.lineno)
    names = {each.id for each in ast.walk(answer.node) if isinstance(each, ast.Name)}
    whole = "\n".join([ast.unparse(answer.node), *(texts[name] for name in sorted(names & texts.keys()))])
    if isinstance(answer.node, Function) and ".backward(" in whole and not any(word in whole for word in CLEARING):
        said = f"Nothing in `{answer.node.name}` clears the gradients, and backward() adds to what is there"
        yield Fact(f"{said}.", answer.unit.name, answer.node.lineno)


def find_orphans(case: Case) -> Iterator[Fact]:
    """Find an optimizer for the parameters of a model that is made for it alone."""
    answer = case.answer
    for each in ast.walk(answer.node) if answer is not None else ():
        match each:
            case ast.Call(func=made, args=[ast.Call(func=ast.Attribute(value=model, attr="parameters")), *_]):
                is_new = isinstance(model, ast.Call) and isinstance(model.func, ast.Name)
                if answer is not None and is_new and "optim" in ast.unparse(made):
                    text = f"{quote(model)} makes a model for the optimizer alone: no other model learns from its steps"
                    yield Fact(f"{text}.", answer.unit.name, each.lineno)


def find_softmax_before_loss(case: Case) -> Iterator[Fact]:
    """Find a softmax whose result is given to a cross entropy, which works out one of its own."""
    answer = case.answer
    if answer is None:
        return
    stores = [
        each.id for each in ast.walk(answer.node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    ]
    made = {
        target.id: each.value
        for each in ast.walk(answer.node)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and stores.count(target.id) == 1
    }
    for each in ast.walk(answer.node):
        if isinstance(each, ast.Call) and each.args and _function_of(each, made) == "crossentropy":
            given = each.args[0]
            source = made.get(given.id, given) if isinstance(given, ast.Name) else given
            if isinstance(source, ast.Call) and _function_of(source, made) == "softmax":
                text = f"{quote(source)} goes into a cross entropy, which wants raw scores: it has a softmax of its own"
                yield Fact(f"{text}.", answer.unit.name, source.lineno)


def _function_of(call: ast.Call, made: dict[str, ast.expr]) -> str:
    """Return the name of what is called, in one spelling; of a module that is made first, its class's."""
    function = made.get(call.func.id, call.func) if isinstance(call.func, ast.Name) else call.func
    word = called(call) if function is call.func and called(call) else called(function)
    return word.lower().replace("_", "").removesuffix("loss")


def find_new_loss(case: Case) -> Iterator[Fact]:
    """Find a loss that is wrapped into a new tensor before backward(), which then reaches no weight."""
    answer = case.answer
    if answer is None:
        return
    nodes = list(ast.walk(answer.node))
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


def _is_backward(function: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(function, ast.Attribute) and function.attr == "backward"
