"""Definitions that Python cannot find: misspelt, or in another place than they should be."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, find_close, quote
from autograder.diagnosis.source import Definition
from autograder.sandbox.bindings import ANY_NAME, list_bound_names


def find_misplaced(case: Case) -> Iterator[Fact]:
    """Find the definition of an exercise whose name is not there where it should be."""
    yield from _find_replaced(case)
    owner, _, name = case.exercise.rpartition(".")
    if case.answer is not None or not case.failed:
        return
    if owner:
        within = case.source.find(owner)
        if within is not None and isinstance(within.node, ast.ClassDef):
            yield from _find_outside(within.tree, within.unit.name, owner, name)
            yield from _find_misspelt(case, within.node.body, within.unit.name, name)
            yield from _find_missing(within.node, within.unit.name, name)
    elif not any(_binds(tree, name) for _, tree in case.source.trees):
        for unit, tree in case.source.trees:
            yield from _find_inside(tree, unit.name, name)
            yield from _find_misspelt(case, tree.body, unit.name, name)


def _find_replaced(case: Case) -> Iterator[Fact]:
    """Find a statement of the file that gives the name of a class to one of its objects: `Net = Net()`."""
    answer = case.answer
    owner = answer.owner or answer.node if answer is not None else None
    if answer is None or not isinstance(owner, ast.ClassDef) or not case.failed:
        return
    for statement in answer.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=called))) if (
                name == called == owner.name and statement.lineno > owner.lineno
            ):
                text = f"{quote(statement)} gives the name `{name}` to one object, and the class has no name any more"
                yield Fact(f"{text}: call the object otherwise.", answer.unit.name, statement.lineno)


def _find_outside(tree: ast.Module, unit: str, owner: str, name: str) -> Iterator[Fact]:
    for each in tree.body:
        if isinstance(each, Definition) and each.name == name:
            text = (
                f"`{name}` stands outside of the class {owner}: a method is indented as the class's other methods are."
            )
            yield Fact(text, unit, each.lineno)


def _find_inside(tree: ast.Module, unit: str, name: str) -> Iterator[Fact]:
    for outer in tree.body:
        for each in ast.walk(outer):
            if isinstance(outer, Definition) and isinstance(each, Definition) and each.name == name:
                text = f"`{name}` is indented, so that it belongs to `{outer.name}`, and the file itself has none."
                yield Fact(text, unit, each.lineno)


def _find_misspelt(case: Case, body: list[ast.stmt], unit: str, name: str) -> Iterator[Fact]:
    exercises = {part for one in case.found.checks for part in one.exercise.split(".")}
    lines = {each.name: each.lineno for each in body if isinstance(each, Definition)}
    close = find_close(name, lines.keys() - exercises)
    if close is not None:
        text = f"There is `{close}`, and no `{name}`: Python takes every name as it is spelt."
        yield Fact(text, unit, lines[close])


def _find_missing(owner: ast.ClassDef, unit: str, name: str) -> Iterator[Fact]:
    """Find that a class is without a method, if it could have it from nobody else either."""
    own_bases = [base for base in owner.bases if "Module" not in ast.unparse(base)]
    if not own_bases and not owner.keywords and not owner.decorator_list and name not in ast.unparse(owner):
        yield Fact(f"The class `{owner.name}` has no method `{name}`.", unit, owner.lineno)


def _binds(tree: ast.Module, name: str) -> bool:
    """Return whether a file gives a name a meaning in any other way than by a definition."""
    others = [each for each in tree.body if not isinstance(each, Definition)]
    return any({name, ANY_NAME} & list_bound_names(each) for each in others)
