"""What a probe works with, as it was before a student's file could put something else in its place."""

import builtins
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import Any

import numpy

from autograder.sandbox.numbers import find_torch

# By class, what stood in it: its own attributes, which probes read of what they are given.
_came_with: dict[type, dict[str, Any]] = {}
_namespace: dict[str, Any] = {}


def keep_pristine() -> None:
    """Remember what libraries hold now, for all probes of this process and of those that are forked from it."""
    names = {**vars(builtins), "__import__": _make_import(_copy_standard_library(), builtins.__import__)}
    _namespace.update({"numpy": _copy(numpy), "__builtins__": names})
    if torch := find_torch():
        functional = _copy(torch.nn.functional)
        nn = _copy(torch.nn, functional=functional)
        _namespace.update({"torch": _copy(torch, nn=nn), "nn": nn, "F": functional})
        for kind in (torch.Tensor, torch.nn.Parameter, torch.nn.Module, torch.autograd.Function):
            _came_with[kind] = dict(vars(kind))


def make_namespace() -> dict[str, Any]:
    """Return the names that every probe finds, and give classes of torch back what a file has replaced in them."""
    if not _namespace:
        keep_pristine()
    for kind, attributes in _came_with.items():
        now = vars(kind)
        if len(now) != len(attributes) or not all(map(is_, now.values(), attributes.values())):
            _give_back(kind, attributes)
    return dict(_namespace)


def _give_back(kind: type, attributes: Mapping[str, Any]) -> None:
    # What a file has added is its own, unless it hides what a class inherits.
    for name in [name for name in vars(kind) if name not in attributes]:
        if any(name in vars(base) for base in kind.__mro__[1:]):
            delattr(kind, name)
    for name, value in attributes.items():
        if vars(kind).get(name) is not value:
            setattr(kind, name, value)


def _copy_standard_library() -> dict[str, types.ModuleType]:
    """Return copies by name, whose modules are copies as well; not of sys, which says how things are now."""
    modules = {
        name: module
        for name, module in sys.modules.items()
        if name.partition(".")[0] in sys.stdlib_module_names and type(module) is types.ModuleType and name != "sys"
    }
    copies = {id(module): _copy(module) for module in modules.values()}
    for copy in copies.values():
        inside = {name: copies[id(value)] for name, value in vars(copy).items() if id(value) in copies}
        vars(copy).update(inside)
    return {name: copies[id(module)] for name, module in modules.items()}


def _make_import(
    copies: Mapping[str, types.ModuleType], otherwise: Callable[..., types.ModuleType]
) -> Callable[..., types.ModuleType]:
    def find(
        name: str, globals: Any = None, locals: Any = None, fromlist: Sequence[str] | None = None, level: int = 0
    ) -> types.ModuleType:
        if name not in copies or level:
            return otherwise(name, globals, locals, fromlist or (), level)
        return copies[name if fromlist else name.partition(".")[0]]

    return find


def _copy(module: types.ModuleType, **instead: Any) -> types.ModuleType:
    copy = types.ModuleType(module.__name__)
    vars(copy).update(vars(module), **instead)
    return copy
