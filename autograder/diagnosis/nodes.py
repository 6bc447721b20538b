"""What is asked of single nodes of a syntax tree."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeGuard

Function = ast.FunctionDef | ast.AsyncFunctionDef


Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Pow: "**",
}
CHANGING = {"append", "extend", "update", "setdefault", "add", "insert", "pop", "clear"}  # methods of containers
CONTAINERS = {"list", "dict", "set", "Counter", "defaultdict", "OrderedDict", "deque"}


def arguments_of(function: Function) -> list[str]:
    """Return the names of a function's arguments, without self."""
    listed = function.args
    every = [*listed.posonlyargs, *listed.args, *listed.kwonlyargs]
    return [one.arg for one in every if one.arg not in ("self", "ctx", "cls")]


def pair_defaults(function: Function) -> list[tuple[ast.arg, ast.expr]]:
    """Return the arguments of a function that have a default, with it."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    pairs = list(zip(plain[len(plain) - len(given.defaults) :], given.defaults, strict=True))
    return pairs + [(name, value) for name, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value]


# Asked anew at every place of a function, and what is asked for is far below.
@lru_cache(maxsize=16)
def locals_of(function: Function) -> tuple[str, ...]:
    """Return the names, other than arguments, that a function gives a value."""
    names = filter(is_stored, ast.walk(function))
    known = arguments_of(function)
    return tuple(name for name in dict.fromkeys(node.id for node in names) if name not in known)


@lru_cache(maxsize=16)
def attributes_of(definition: ast.ClassDef) -> Mapping[str, int]:
    """Return the attributes that a class gives its objects, each with the first line that does."""
    found: dict[str, int] = {}
    for each in ast.walk(definition):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and is_name(each.value, "self"):
            found[each.attr] = min(found.get(each.attr, each.lineno), each.lineno)
    return MappingProxyType(found)


def stored_once(node: ast.AST) -> frozenset[str]:
    """Return the names that code gives a value in one place alone."""
    counts = Counter(one.id for one in filter(is_stored, ast.walk(node)))
    return frozenset(name for name in counts if counts[name] == 1)


def is_module(definition: ast.ClassDef) -> bool:
    """Return whether a class says that it is a module: one of its bases has that name."""
    return any("Module" in ast.unparse(base) for base in definition.bases)


def is_only_module(definition: ast.ClassDef) -> bool:
    """Return whether a class is a module and nothing else, so that it has what its text shows, and no more."""
    return bool(definition.bases) and all("Module" in ast.unparse(base) for base in definition.bases)


def is_container(node: ast.expr) -> bool:
    """Return whether code makes a container of Python's: a list, a dict, a set, or one of their kind."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in CONTAINERS
    return isinstance(node, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp)


def changes(node: ast.AST, container: str) -> bool:
    """Return whether code changes a container in place, which is called `container` there: `seen`, or `self.seen`."""
    for each in ast.walk(node):
        match each:
            case ast.Subscript(value=owner, ctx=ast.Store()) if ast.unparse(owner) == container:
                return True
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in CHANGING:
                if ast.unparse(owner) == container:
                    return True
            case ast.AugAssign(target=owner) if ast.unparse(owner) == container:
                return True
    return False


def pair_values(assignment: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target of an assignment with the value that it is given; of `a, b = 1, 2` both."""
    for target in assignment.targets:
        if isinstance(target, ast.Tuple) and isinstance(assignment.value, ast.Tuple):
            yield from zip(target.elts, assignment.value.elts, strict=False)
        else:
            yield target, assignment.value


def body_of(function: Function) -> list[ast.stmt]:
    """Return a function's statements, without its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and is_constant(first.value, str)
    return function.body[1:] if has_docstring else function.body


def walk_own(node: ast.AST) -> list[ast.AST]:
    """Return all nodes below one but those of functions that are defined there: they run when they are called."""
    inner = [each for each in ast.iter_child_nodes(node) if not isinstance(each, Function | ast.Lambda)]
    return inner + [each for part in inner for each in walk_own(part)]


def is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    """Return whether a node is a name that is given a value."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def is_name(node: ast.AST, name: str) -> bool:
    """Return whether a node is just this name."""
    return isinstance(node, ast.Name) and node.id == name


def is_constant(node: ast.AST | None, *kinds: type) -> bool:
    """Return whether a node is a literal of one of these types; True is no int here."""
    return isinstance(node, ast.Constant) and type(node.value) in kinds


def called(node: ast.AST | None) -> str:
    """Return the last part of the name that a call calls; "" for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def plain_word(word: str) -> str:
    """Return what a layer and its function have in common: `maxpool` for `MaxPool2d` and for `max_pool2d`."""
    return word.lower().replace("_", "").removesuffix("1d").removesuffix("2d")


def names_in(node: ast.AST) -> set[str]:
    """Return all names in a node."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def is_read(node: ast.AST, name: str) -> bool:
    """Return whether code reads a name."""
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load) for each in ast.walk(node)
    )
