"""What is read though nothing was ever put into it: a count that is still 0, a layer without `self.`."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import (
    Function,
    attributes_of,
    is_constant,
    is_name,
    is_read,
    is_stored,
    pair_values,
    stored_once,
)
from autograder.diagnosis.source import Answer


def find_untouched(answer: Answer) -> Iterator[Fact]:
    """Find a division by what is 0 from beginning to end, saved tensors where none is saved, a forgotten `self.`."""
    if isinstance(answer.node, ast.ClassDef):
        for method, local in _find_local_attributes(answer.node):
            said = f"Nothing sets `self.{local.id}`: without `self.`, `{local.id}` is gone when `{method}` ends."
            yield Fact(said, answer.unit.name, local.lineno)
    for node in ast.walk(answer.node):
        if isinstance(node, ast.Attribute) and node.attr == "saved_tensors" and "save_for_backward" not in answer.code:
            said = f"{quote(node)} is empty: only what `save_for_backward(…)` was given in `forward` is in it."
            yield Fact(said, answer.unit.name, node.lineno)
        for divisor in _find_zero_divisors(node) if isinstance(node, Function) else ():
            said = f"`{divisor.id}` is still 0 where this line divides by it: nothing adds to it."
            yield Fact(said, answer.unit.name, divisor.lineno)


def _find_local_attributes(definition: ast.ClassDef) -> Iterator[tuple[str, ast.Name]]:
    """Yield the names that a method sets and never reads, where an attribute of that name is read and never set."""
    # It may have been set by its name, as register_buffer does, or stand in the class itself.
    elsewhere = {each.value for each in ast.walk(definition) if isinstance(each, ast.Constant)}
    elsewhere |= {name for each in definition.body for name in _names_of(each)}
    unset = {
        each.attr
        for each in ast.walk(definition)
        if isinstance(each, ast.Attribute) and is_name(each.value, "self") and each.attr not in elsewhere
    } - {*attributes_of(definition), "training"}
    for method in (each for each in definition.body if isinstance(each, ast.FunctionDef)):
        for local in filter(is_stored, ast.walk(method)):
            if local.id in unset and not is_read(method, local.id):
                yield method.name, local


def _names_of(statement: ast.stmt) -> set[str]:
    """Return the names that a statement of a class gives it."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    return {each.id for each in filter(is_stored, ast.walk(statement))}


def _find_zero_divisors(function: Function) -> Iterator[ast.Name]:
    zeros = _list_zeros(function) & stored_once(function)
    for node in ast.walk(function):
        match node:
            case (
                ast.BinOp(op=ast.Div() | ast.FloorDiv(), right=ast.Name() as divisor)
                | ast.AugAssign(op=ast.Div() | ast.FloorDiv(), value=ast.Name() as divisor)
            ) if divisor.id in zeros:
                yield divisor


def _list_zeros(function: Function) -> set[str]:
    """Return the names that somewhere become 0, in a line of their own or in one such as `a, b = 0, 0`."""
    assignments = (node for node in ast.walk(function) if isinstance(node, ast.Assign))
    pairs = (pair for node in assignments for pair in pair_values(node))
    return {name.id for name, value in pairs if is_stored(name) and _is_zero(value)}


def _is_zero(value: ast.expr) -> bool:
    return is_constant(value, int, float) and ast.literal_eval(value) == 0
