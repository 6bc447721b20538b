"""Names that mean nothing where they are used."""

import ast
import importlib
import re
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, find_close
from autograder.diagnosis.nodes import attributes_of, is_name, is_stored
from autograder.sandbox.bindings import list_bound_names

# What the tutorials import, and as what.
LIBRARIES = {
    "F": "torch.nn.functional",
    "nn": "torch.nn",
    "np": "numpy",
    "optim": "torch.optim",
    "plt": "matplotlib.pyplot",
    **{name: name for name in ("torch", "numpy", "math", "random", "itertools", "collections", "copy")},
}
# What else is imported often; of the student's own, names like these are values.
STANDARD = {*("functools", "json", "operator", "os", "pickle", "re", "statistics", "string", "sys", "time", "warnings")}
UNKNOWN = re.compile(r"name '(\w+)' is not defined")
# How a check says that the file ended before the exercise (see examination/stops.py).
STOPPED = re.compile(r"^yours +\S+ stopped at line (\d+) \(NameError: name '(\w+)' is not defined\)", re.MULTILINE)
# How a check says that the file ended before a name got its value.
LOST = re.compile(r"^because +(\S+ stopped at .+)$", re.MULTILINE)
UNBOUND = re.compile(r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before assignment")


def find_unknown_names(case: Case) -> Iterator[Fact]:
    """Find the name because of which the code ended with a NameError."""
    for one in case.failed:
        raised = one.raised
        if raised is None or raised.unit is None or raised.line is None:
            continue
        # Where there is nothing to go through, a name that each round sets has no value: all else says more.
        is_alone = all(other.raised is not None and other.raised.type == raised.type for other in case.failed)
        if is_alone and raised.type == "UnboundLocalError" and (found := UNBOUND.search(raised.text)):
            name = found[1] or found[2]
            text = f"`{name}` is read here before it has a value: a name that a function sets anywhere is its own."
            yield Fact(text, raised.unit, raised.line)
        found = UNKNOWN.search(raised.text) if raised.type == "NameError" else None
        if found and (lost := LOST.search(one.check.message)):
            yield Fact(f"`{found[1]}` has no value here: {lost[1]}.", raised.unit, raised.line)
        elif found and not _is_set_at_module_level(case, found[1]):
            yield Fact(_describe(case, found[1], raised.unit, raised.line), raised.unit, raised.line)


def find_lost_definition(case: Case) -> Iterator[Fact]:
    """Find the library that a definition needs and nobody imports, so that there is no such definition."""
    for one in case.failed:
        stopped = STOPPED.search(one.check.message)
        if stopped and case.answer is not None and stopped[2] in LIBRARIES:
            unit, line = case.answer.unit.name, int(stopped[1])
            if not _is_set_at_module_level(case, stopped[2]):
                yield Fact(_describe(case, stopped[2], unit, line), unit, line)


def _describe(case: Case, name: str, unit: str, line: int) -> str:
    if name in LIBRARIES or _is_standard(case, name, unit, line):
        whole = LIBRARIES.get(name, name)
        statement = f"import {name}" if whole == name else f"import {whole} as {name}"
        return f"`{name}` is not imported: `{statement}` belongs at the top."
    owner = _class_around(case, unit, line)
    if owner is not None and name in attributes_of(owner):
        return f"`{name}` alone means nothing here: what the object keeps is called `self.{name}`."
    meant = find_close(name, _names_around(case, unit, line))
    known = f"; there is `{meant}`" if meant else ""
    return f"`{name}` means nothing here: neither the function nor the file gives it a value{known}."


def _is_standard(case: Case, name: str, unit: str, line: int) -> bool:
    """Return whether a name is that of a standard module, and is asked in a line for nothing but what this has."""
    if name not in STANDARD:
        return False
    nodes = case.source.nodes_by_line.get((unit, line), [])
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute) and is_name(node.value, name)}
    return bool(asked) and all(hasattr(importlib.import_module(name), each) for each in asked)


def _is_set_at_module_level(case: Case, name: str) -> bool:
    return any(name in list_bound_names(statement) for _, tree in case.source.trees for statement in tree.body)


def _class_around(case: Case, unit: str, line: int) -> ast.ClassDef | None:
    around = [each for each in _nodes_around(case, unit, line) if isinstance(each, ast.ClassDef)]
    return around[-1] if around else None


def _names_around(case: Case, unit: str, line: int) -> set[str]:
    """Return the names that the innermost function around a line sets, and those of the file."""
    functions = [each for each in _nodes_around(case, unit, line) if isinstance(each, ast.FunctionDef)]
    names = {each.id for each in ast.walk(functions[-1]) if is_stored(each)} if functions else set()
    names |= {each.arg for each in ast.walk(functions[-1]) if isinstance(each, ast.arg)} if functions else set()
    for _, tree in case.source.trees:
        names |= {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    return names


def _nodes_around(case: Case, unit: str, line: int) -> Iterator[ast.AST]:
    for each_unit, tree in case.source.trees:
        if each_unit.name == unit:
            for each in ast.walk(tree):
                if isinstance(each, ast.stmt) and each.lineno <= line <= (each.end_lineno or each.lineno):
                    yield each
