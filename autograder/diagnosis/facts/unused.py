"""What a function is given, or an object keeps, and nothing reads."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import Function, attributes_of, is_module, is_name, is_read, pair_values
from autograder.diagnosis.source import Answer

OWN = {"self", "cls", "ctx"}
# How many at a time, and where, changes no result: whoever has a default for it need not ask.
FREE = {"batch_size", "device", "verbose"}
# What the course asks for. Of helpers, some take what only their brothers need.
METHODS = {"__init__", "forward", "backward", "step", "zero_grad"}
# With these around, a name may be read without being written.
INDIRECT = {"locals", "vars", "eval", "exec", "getattr", "setattr", "__dict__", "hasattr"}


def find_unused(case: Case) -> Iterator[Fact]:
    """Find arguments that are never read, and attributes that are kept for nobody."""
    answer = case.answer
    if answer is None or _looks_indirectly(answer.node):
        return
    if isinstance(answer.node, Function):
        yield from _find_in_function(answer.node, answer, is_optional=False)
        return
    exercises = {one.exercise.rpartition(".")[2] for one in case.found.checks}
    for method in answer.node.body:
        if isinstance(method, Function) and method.name in METHODS - exercises:
            yield from _find_in_function(method, answer)
    yield from _find_kept(answer.node, answer)


def find_unused_options(answer: Answer) -> Iterator[Fact]:
    """Find arguments with a default that are never read: some may be of the student's own making."""
    if isinstance(answer.node, Function) and not _looks_indirectly(answer.node):
        yield from _find_in_function(answer.node, answer, is_optional=True)


def _find_in_function(function: Function, answer: Answer, is_optional: bool | None = None) -> Iterator[Fact]:
    """Find what a function never reads of its arguments, or of those alone that have a default, or have none."""
    if _is_empty(function):
        return
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    optional = {argument.arg for argument in plain[len(plain) - len(arguments.defaults) :]}
    if answer.node is not function and function.name != "__init__":
        # What has a default there is of the student's own making.
        plain = plain[: len(plain) - len(arguments.defaults)]
    for argument in [*plain, *(arguments.kwonlyargs if answer.node is function else [])]:
        name = argument.arg
        if name in OWN or name.startswith("_") or name in FREE & optional:
            continue
        if is_optional not in (None, name in optional):
            continue
        mentions = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
        if not mentions:
            text = f"`{function.name}` takes `{name}` and never uses it."
            yield Fact(text, answer.unit.name, argument.lineno)
        elif (first := _overwrites_first(function, name)) is not None:
            text = f"{quote(first)} overwrites the argument `{name}` before anything has read it."
            yield Fact(text, answer.unit.name, first.lineno)


def _overwrites_first(function: Function, name: str) -> ast.Assign | None:
    """Return the statement that gives an argument a new value on every way through the function, if none read it."""
    for statement in function.body:
        if isinstance(statement, ast.Assign) and not is_read(statement.value, name):
            targets = [each.id for each in statement.targets if isinstance(each, ast.Name)]
            if name in targets:
                return statement
        if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(statement)):
            return None
        # What follows may not be reached.
        if isinstance(statement, ast.Return | ast.Raise):
            return None
    return None


def _find_kept(owner: ast.ClassDef, answer: Answer) -> Iterator[Fact]:
    """Find attributes that nothing in the file reads; of a module only those that are made, such as layers."""
    read = {each.attr for each in ast.walk(answer.tree) if isinstance(each, ast.Attribute) and _is_load(each)}
    made = {
        target.attr
        for each in ast.walk(owner)
        if isinstance(each, ast.Assign)
        for target, value in pair_values(each)
        if isinstance(value, ast.Call) and isinstance(target, ast.Attribute) and is_name(target.value, "self")
    }
    for name, line in attributes_of(owner).items():
        if name not in read and not name.startswith("_") and (name in made or not is_module(owner)):
            yield Fact(f"`self.{name}` is kept, and nothing ever reads it.", answer.unit.name, line)


def _is_load(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def _is_empty(function: Function) -> bool:
    return all(isinstance(each, ast.Raise | ast.Pass) or _is_text(each) for each in function.body)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _looks_indirectly(node: ast.AST) -> bool:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    attributes = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    # A method may be called eval, as that of modules is.
    return bool(INDIRECT & names) or "__dict__" in attributes
