"""What a function does with its names, as far as that tells what they may hold."""

import ast
from functools import lru_cache

from autograder.diagnosis.nodes import CHANGING, Function, arguments_of, called, names_in, stored_once

METHODS = {*CHANGING, "popitem", "remove", "sort", "reverse", "discard", "fill", "put", "resize"}
FUNCTIONS = {"shuffle", "copyto", "put", "place", "putmask"}  # of NumPy and random, by their arguments


def has_parts(function: Function | None, name: str) -> bool:
    """Return whether a function calls a name, or takes entries or attributes of it: then it is no plain number."""
    owners = [
        one.func if isinstance(one, ast.Call) else one.value
        for one in (ast.walk(function) if function else ())
        if isinstance(one, ast.Call | ast.Subscript | ast.Attribute)
    ]
    return any(isinstance(owner, ast.Name) and owner.id == name for owner in owners)


# Asked anew at every place of a function.
@lru_cache(maxsize=16)
def list_called(function: Function | None) -> frozenset[str]:
    """Return the names that a function calls: they hold models, criteria and the like."""
    calls = [one for one in (ast.walk(function) if function else ()) if isinstance(one, ast.Call)]
    return frozenset(one.func.id for one in calls if isinstance(one.func, ast.Name))


@lru_cache(maxsize=16)
def list_given_once(function: Function | None) -> frozenset[str]:
    """Return the names, other than arguments, that a function gives a value in one place alone."""
    return stored_once(function) - set(arguments_of(function)) if function else frozenset()


@lru_cache(maxsize=16)
def list_made(function: Function | None) -> frozenset[str]:
    """Return the names that a function gives nothing but containers which it makes itself."""
    bindings = [pair for node in (ast.walk(function) if function else ()) for pair in _bind(node)]
    own = {name for names, value in bindings if isinstance(value, ast.List | ast.Dict | ast.ListComp) for name in names}
    others = {
        name for names, value in bindings if not isinstance(value, ast.List | ast.Dict | ast.ListComp) for name in names
    }
    return frozenset(own - others)


def may_be_changed(function: Function | None, name: str) -> bool:
    """Return whether a function changes in place what a name holds, or something that was made from it."""
    nodes = list(ast.walk(function)) if function else []
    changed = {root for node in nodes for target in _list_changed(node) if (root := _root(target)) is not None}
    sources = [source for node in nodes for names, source in _bind(node) if names & changed]
    return name in changed.union(*map(names_in, sources))


def _list_changed(node: ast.AST) -> list[ast.expr]:
    """Return what a node changes in place."""
    match node:
        case ast.AugAssign(target=target):
            return [target]
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store() | ast.Del()):
            return [node]
        case ast.Call(func=function, args=args, keywords=keywords):
            owner = [function.value] if isinstance(function, ast.Attribute) else []
            named = called(node) in FUNCTIONS or called(node).endswith("_")
            if named or any(one.arg in ("inplace", "out") for one in keywords):
                return [*owner, *args, *(one.value for one in keywords if one.arg == "out")]
            return owner if called(node) in METHODS else []
    return []


def _root(node: ast.expr) -> str | None:
    """Return the name that a chain of attributes, entries and calls begins with."""
    while not isinstance(node, ast.Name):
        inner = getattr(node, "func", None) or getattr(node, "value", None)
        if not isinstance(inner, ast.expr):
            return None
        node = inner
    return node.id


def _bind(node: ast.AST) -> list[tuple[set[str], ast.expr]]:
    """Return the names that a node gives a value, with that."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [(set().union(*map(names_in, targets)), value)]
        case ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source):
            return [(names_in(target), source)]
    return []
