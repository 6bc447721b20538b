"""Take from this process what an exercise may not use, before a student's file is loaded.

What is gone need not be watched for: no state of ours, which a file might reach, decides whether it can be used.
"""

import importlib.util
import os
import sys
from collections.abc import Callable, Collection, Iterator
from types import FunctionType, ModuleType
from typing import Any

from autograder.sandbox.catalogue import Catalogue, find_operations, look_up
from autograder.sandbox.refusals import refuse_instead


def withhold(names: Collection[str]) -> None:
    """Leave nothing of what the names forbid in this process, wherever it is kept; see `can_be_withheld`."""
    catalogue = Catalogue(names)
    for function in _reach(_list_roots(catalogue)):
        found = catalogue.find(str(function.__globals__.get("__name__")), function.__code__)
        if found:
            refuse_instead(function, found[0])
    for operation, found in catalogue.operations.items():
        find_operations().withhold(operation, found[0])
    sys.addaudithook(_make_hook({place for name in names for place in _find_sources(name)}))


def can_be_withheld(name: str) -> bool:
    """Say whether a forbidden name can: one that is forbidden in a single method is needed by the others."""
    return " in " not in name


def may_hold_data(name: str) -> bool:
    """Say whether a forbidden name is a whole package: what a file took from it before, no watch of a probe sees."""
    return "." not in name


def _list_roots(catalogue: Catalogue) -> Iterator[Any]:
    """Yield what holds the functions that are forbidden: modules' own names, classes, and functions of those names."""
    for dotted in catalogue.prefixes:
        thing = look_up(dotted)
        if isinstance(thing, ModuleType):
            inside = (module for name, module in sys.modules.items() if f"{name}.".startswith(f"{dotted}."))
            yield from (each for module in inside for each in vars(module).values())
        else:
            yield thing
    for module in [module for name, module in sys.modules.items() if name.startswith("torch.")]:
        names = vars(module)
        yield from (names[name] for name in catalogue.functions if name in names)


def _reach(roots: Iterator[Any]) -> Iterator[FunctionType]:
    """Yield the functions among some things, and those that their classes, decorators and closures hold."""
    todo, seen = [*roots], set()
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, FunctionType):
            yield thing
            todo += [vars(thing).get("__wrapped__"), *(_open(cell) for cell in thing.__closure__ or ())]
        elif isinstance(thing, type):
            todo += vars(thing).values()
        elif isinstance(thing, (staticmethod, classmethod)):
            todo.append(thing.__func__)
        elif isinstance(thing, property):
            todo += [thing.fget, thing.fset, thing.fdel]


def _open(cell: Any) -> Any:
    try:
        return cell.cell_contents
    # Nothing was put in yet.
    except ValueError:
        return None


def _find_sources(name: str) -> list[str]:
    """Return where the code of a name lies, without endings: of a module, or of what is not imported and to stay so.

    A file could make a module of its own from it. A function shares its module with others, which are needed.
    """
    module, *deeper = _split_off_module(name)
    if module in sys.modules:
        file = getattr(sys.modules[module], "__file__", None)
    else:
        file = getattr(importlib.util.find_spec(module), "origin", None)
    if file is None:
        return []
    folder, base = os.path.split(os.path.splitext(os.path.realpath(file))[0])
    places = [folder] if base == "__init__" else [os.path.join(folder, base), os.path.join(folder, "__pycache__", base)]
    if not deeper:
        return places
    inside = os.path.join(places[0], deeper[0])
    return [inside] if os.path.isdir(inside) or os.path.isfile(f"{inside}.py") else []


def _split_off_module(name: str) -> list[str]:
    """Return the module of a dotted name as far as it is imported, and each part of the rest."""
    parts = name.split(".")
    whole = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    module = next((each for each in whole if each in sys.modules), parts[0])
    return [module, *parts[module.count(".") + 1 :]]


def _make_hook(closed: Collection[str]) -> Callable[[str, tuple[Any, ...]], None]:
    starts = tuple(f"{place}{end}" for place in closed for end in (".", os.sep))
    resolve = os.path.realpath

    def refuse_to_open(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            place = resolve(os.fsdecode(arguments[0]))
            if place.startswith(starts):
                raise PermissionError(f"{place} may not be read here")

    return refuse_to_open
