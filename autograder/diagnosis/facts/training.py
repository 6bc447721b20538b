"""What training lacks: gradients that are cleared, an optimizer for the model that learns."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, arguments_of, called, is_read, locals_of, names_in
from autograder.diagnosis.source import Answer

CLEARING = ("zero_grad", "zero_(", "grad = None", "zeros", "autograd.grad", "torch.func")


def find_uncleared(answer: Answer) -> Iterator[Fact]:
    """Find a loop, or a function, that works out gradients, and in which nothing clears those of before."""
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


def find_unstepped(answer: Answer) -> Iterator[Fact]:
    """Find a function that is given an optimizer, works out gradients, and lets nothing step."""
    node = answer.node
    if not isinstance(node, Function) or "optimizer" not in arguments_of(node) or ".backward(" not in answer.code:
        return
    read = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    # Whoever is handed the optimizer may step.
    handed = [each for each in ast.walk(node) if isinstance(each, ast.Call) for each in (*each.args, *each.keywords)]
    if not {"step", "__class__"} & read and not any(is_read(each, "optimizer") for each in handed):
        text = (
            f"`{node.name}` never calls `optimizer.step()`: how the weights move is for the optimizer that it is given"
        )
        yield Fact(f"{text}.", answer.unit.name, node.lineno)


def find_trained_in_eval_mode(answer: Answer) -> Iterator[Fact]:
    """Find a function that switches its model to eval mode, trains it, and never switches it to train mode."""
    if ".train(" in ast.unparse(answer.node):
        return
    calls = [each for each in ast.walk(answer.node) if isinstance(each, ast.Call)]
    switched, trained = ([one.lineno for one in calls if called(one) == word] for word in ("eval", "backward"))
    if switched and trained and min(switched) < min(trained) and any(called(one) == "step" for one in calls):
        text = "The model is switched to eval mode here, and nothing switches it back before it is trained."
        yield Fact(text, answer.unit.name, min(switched))


def find_orphans(answer: Answer) -> Iterator[Fact]:
    """Find an optimizer for the parameters of a model that is made for it alone."""
    for each in ast.walk(answer.node):
        match each:
            case ast.Call(func=made, args=[ast.Call(func=ast.Attribute(value=model, attr="parameters")), *_]):
                is_new = isinstance(model, ast.Call) and isinstance(model.func, ast.Name)
                if is_new and "optim" in ast.unparse(made):
                    text = f"{quote(model)} makes a model for the optimizer alone: no other model learns from its steps"
                    yield Fact(f"{text}.", answer.unit.name, each.lineno)


def find_outside_optimizer(case: Case) -> Iterator[Fact]:
    """Find a step of an optimizer that the file has made outside of the function, so that it is another model's."""
    answer = case.answer
    if answer is None or not isinstance(answer.node, Function) or "model" not in arguments_of(answer.node):
        return
    own = {*arguments_of(answer.node), *locals_of(answer.node)}
    outside = {
        ast.unparse(target)
        for _, tree in case.source.trees
        for each in tree.body
        if isinstance(each, ast.Assign) and _find_trained(each.value)
        for target in each.targets
    }
    for each in ast.walk(answer.node):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="step")) if name in outside - own:
                ours = answer.node.name
                text = f"`{name}` is made outside of `{ours}`, for a model of the file"
                moved = f"its steps do not move the `model` that `{ours}` is given"
                yield Fact(f"{text}: {moved}.", answer.unit.name, each.lineno)


def find_left_behind(answer: Answer) -> Iterator[Fact]:
    """Find an optimizer that is made before a loop in which its model's name goes to another model."""
    nodes = list(ast.walk(answer.node))
    makings = [each for each in nodes if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)]
    for loop in [each for each in nodes if isinstance(each, ast.For | ast.While)]:
        inside = list(ast.walk(loop))
        again = {
            ast.unparse(target)
            for each in makings
            for target in each.targets
            # What comes from a model may be that model, as of `model = model.train()`.
            if each in inside and not names_in(target) & names_in(each.value)
        }
        for each in makings:
            model, name = _find_trained(each.value), ast.unparse(each.targets[0])
            if model in again and name not in again and each.lineno < loop.lineno:
                text = f"`{name}` is made here, for one model: the `{model}` of a later round is not moved by its steps"
                yield Fact(f"{text}.", answer.unit.name, each.lineno)


def _find_trained(call: ast.expr) -> str | None:
    """Return whose parameters an optimizer is made for."""
    match call:
        case ast.Call(args=[ast.Call(func=ast.Attribute(value=ast.Name(id=model), attr="parameters")), *_]):
            return model
    return None
