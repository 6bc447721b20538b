"""What is made once and goes on holding what earlier calls put into it: defaults of arguments, names of the file."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, called, changes, is_container, is_stored, pair_defaults
from autograder.diagnosis.source import Answer


def find_kept(answer: Answer) -> Iterator[Fact]:
    """Find containers that are made with the function, or with the file, and changed in every call."""
    functions = [each for each in ast.walk(answer.node) if isinstance(each, Function)]
    for function in functions:
        for argument, default in pair_defaults(function):
            if is_container(default) and changes(function, argument.arg):
                text = f"`{argument.arg}={ast.unparse(default)}` is made once, when the function is defined"
                yield Fact(f"{text}, and keeps what earlier calls put into it.", answer.unit.name, default.lineno)
    own = {each.id for each in filter(is_stored, ast.walk(answer.node))}
    own |= {each.arg for each in ast.walk(answer.node) if isinstance(each, ast.arg)}
    for statement in answer.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_container(value) and name not in own:
                if changes(answer.node, name):
                    text = f"{quote(statement)} runs once, with the file: what one call puts into it, the next finds"
                    yield Fact(f"{text}.", answer.unit.name, statement.lineno)


def find_same_row(answer: Answer) -> Iterator[Fact]:
    """Find a table whose rows are one and the same list."""
    for each in ast.walk(answer.node):
        match each:
            case ast.BinOp(left=ast.List(elts=[row]), op=ast.Mult()) if _is_list(row):
                text = f"{quote(each)} holds one and the same row several times: what is written into one shows in all"
                yield Fact(f"{text}.", answer.unit.name, each.lineno)


def _is_list(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.ListComp) or (
        isinstance(node, ast.BinOp) and isinstance(node.left, ast.List)
    )


def find_unstored(answer: Answer) -> Iterator[Fact]:
    """Find what `get` makes where there is nothing, and what is then changed and never put there."""
    text = ast.unparse(answer.node)
    for each in ast.walk(answer.node):
        match each:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(value=store, attr="get"), args=[_, ast.Dict() | ast.List() as made]),
            ):
                put = (f"{ast.unparse(store)}{how}" for how in ("[", ".update(", ".setdefault("))
                if changes(answer.node, name) and not any(one in text for one in put):
                    said = f"{quote(made)} is new each time, and nothing puts it into {quote(store)}"
                    yield Fact(f"{said}: what is changed in it is lost.", answer.unit.name, each.lineno)


def find_lost_state(answer: Answer) -> Iterator[Fact]:
    """Find weights that are put into the dict which state_dict() makes for this call alone."""
    # A function that saves is one exercise with the one beside it that loads.
    saves = "torch.save(" in ast.unparse(answer.node)
    for each in ast.walk(answer.tree if saves else answer.node):
        match each:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Call() as made, attr="update"))):
                pass
            case ast.Assign(targets=[ast.Subscript(value=ast.Call() as made)]):
                pass
            case _:
                continue
        if called(made) == "state_dict":
            text = f"{quote(made)} makes a new dict: what is put into that does not reach the model"
            yield Fact(f"{text}.", answer.unit.name, each.lineno)
