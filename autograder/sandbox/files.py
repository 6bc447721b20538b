"""Several files of one answer: a module each, and one module that stands for all of them."""

import ast
import sys
import types
from collections.abc import Sequence
from typing import Any

SEPARATOR = "/"  # in the name of a unit that is one file of several: 02_two/model.py


def is_one_of_several(unit: str) -> bool:
    """Return whether a unit is one file of several."""
    return SEPARATOR in unit


class Files(types.ModuleType):
    """Stands for an answer's files: a name is that of the first file that has it."""

    def __init__(self, name: str, units: Sequence[str]) -> None:
        super().__init__(name)
        self.homes = {unit: types.ModuleType(_stem(unit)) for unit in units}
        self.__files__ = tuple(self.homes.values())
        for module in self.__files__:
            module.__file__ = f"{module.__name__}.py"
            # So that one finds another, however they are imported.
            sys.modules[module.__name__] = module

    def __getattr__(self, name: str) -> Any:
        for module in self.__dict__.get("__files__", ()):
            if name in vars(module):
                return vars(module)[name]
        raise AttributeError(f"no file has {name!r}", name=name, obj=self)


def order_files(units: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return [name, source] pairs so that a file comes after those that it imports, as far as that is possible."""
    needs = {name: _list_imported(source) for name, source in units}
    ordered: list[list[str]] = []
    waiting = [list(unit) for unit in units]
    while waiting:
        stems = {_stem(name) for name, _ in waiting}
        ready = next((unit for unit in waiting if not needs[unit[0]] & (stems - {_stem(unit[0])})), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered


def _list_imported(source: str) -> set[str]:
    try:
        body = ast.parse(source).body
    # Whoever loads it says what is wrong with it.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _stem(unit: str) -> str:
    return unit.rpartition(SEPARATOR)[2].removesuffix(".py")
