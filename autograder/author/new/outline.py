"""Find what students would write in an existing solution: each function and class, how it is called, an example."""

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autograder.author.build.pieces import Definition, has_bodies, is_given, is_private
from autograder.author.new.examples import Function, find_example, rename

# What a probe may promise without knowing more of the solution.
KNOWN_TYPES = re.compile(r"(int|float|bool|str|list|dict|tuple|None|object|torch\.Tensor|numpy\.ndarray|[\[\], |.])+")
LEAST = 3  # points an exercise, so that its hidden checks get one


@dataclass(frozen=True)
class Skeleton:
    """What is known of one exercise: how it is called, and an example of that from its docstring, if there is one."""

    name: str
    points: int
    call: str  # of the student's function, by the names of its inputs
    parameters: tuple[str, ...]
    returns: str
    inputs: tuple[str, ...] = ()  # of the example, one for each parameter
    expected: str = ""
    is_awaited: bool = False


def outline(solution: str, total: int) -> list[Skeleton]:
    """Return an exercise for each function and class that students would write, worth about `total` points together.

    Raise SyntaxError if the solution is no Python.
    """
    lines = solution.split("\n")
    tree = ast.parse(solution)
    # The last one of a name counts: before it may stand its overloads.
    nodes = {
        node.name: node
        for node in tree.body
        if isinstance(node, Definition) and not is_private(node.name) and not is_given(lines, node) and has_bodies(node)
    }
    each, rest = divmod(max(total, LEAST * len(nodes)), len(nodes) or 1)
    imported = set(list_imports(tree))
    return [_outline(node, each + (number < rest), imported) for number, node in enumerate(nodes.values())]


def list_imports(tree: ast.Module) -> dict[str, ast.stmt]:
    """Return the statement that imports a name and nothing else, for each name that a file imports."""
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {_bind(alias): ast.Import([alias]) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            found |= {_bind(alias): ast.ImportFrom(node.module, [alias], node.level) for alias in node.names}
    return found


def _bind(alias: ast.alias) -> str:
    return (alias.asname or alias.name).partition(".")[0]


def _outline(node: Definition, points: int, imported: Collection[str]) -> Skeleton:
    if isinstance(node, ast.ClassDef):
        return _outline_class(node, points)
    arguments = _list_arguments(node.args)
    inputs, expected = find_example(node, arguments, imported)
    return _call(node, f"student.{node.name}({', '.join(arguments.values())})", points, arguments, inputs, expected)


def _outline_class(node: ast.ClassDef, points: int) -> Skeleton:
    methods: dict[str, Function] = {}
    for each in node.body:
        if isinstance(each, Function):
            # Of a property, the first one reads it.
            methods.setdefault(each.name, each)
    made = _list_fields(node)
    if "__init__" in methods:
        made = _without_first(_list_arguments(methods["__init__"].args))
    instance = f"student.{node.name}({', '.join(made.values())})"
    used = _choose_method(methods)
    if used is None:
        return Skeleton(node.name, points, f"{instance} is not None", tuple(made), "bool")
    marks = {ast.unparse(mark).rpartition(".")[2] for mark in used.decorator_list}
    more = _list_arguments(used.args)
    more = more if "staticmethod" in marks else _without_first(more)
    if marks & {"staticmethod", "classmethod"}:
        instance, made = f"student.{node.name}", {}
    called = instance if used.name in ("forward", "__call__") else f"{instance}.{used.name}"
    call = called if marks & {"property", "cached_property"} else f"{called}({', '.join(more.values())})"
    return _call(used, call, points, made | more, name=node.name)


def _choose_method(methods: Mapping[str, Function]) -> Function | None:
    """Return the first method that everybody may call, those of an instance before those of the class."""
    public = [each for name, each in methods.items() if not name.startswith("_") or name == "__call__"]
    marks = {"staticmethod", "classmethod"}
    of_class = [each for each in public if marks & {ast.unparse(mark) for mark in each.decorator_list}]
    return next((each for each in (*public, *of_class) if each not in of_class), next(iter(of_class), None))


def _call(
    node: Function,
    call: str,
    points: int,
    arguments: Mapping[str, str],
    inputs: tuple[str, ...] = (),
    expected: str = "",
    name: str = "",
) -> Skeleton:
    """Return the exercise of a call; what gives values one by one becomes a list."""
    returns = _name_type(node)
    is_awaited = isinstance(node, ast.AsyncFunctionDef)
    if _yields(node) and not is_awaited:
        call, returns = f"list({call})", "list"
    return Skeleton(name or node.name, points, call, tuple(arguments), returns, inputs, expected, is_awaited)


def _yields(node: Function) -> bool:
    waiting: list[ast.AST] = [*node.body]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(each, Definition | ast.Lambda):
            waiting += ast.iter_child_nodes(each)
    return False


def _list_arguments(given: ast.arguments) -> dict[str, str]:
    """Return what is passed in a call, by the names of the inputs: all but what must be named and has a default."""
    passed = {rename(each.arg): rename(each.arg) for each in (*given.posonlyargs, *given.args)}
    if given.vararg is not None:
        passed[rename(given.vararg.arg)] = f"*{rename(given.vararg.arg)}"
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if default is None:
            passed[rename(each.arg)] = f"{each.arg}={rename(each.arg)}"
    return passed


def _without_first(arguments: Mapping[str, str]) -> dict[str, str]:
    return dict(list(arguments.items())[1:])


def _list_fields(node: ast.ClassDef) -> dict[str, str]:
    """Return what a dataclass or a named tuple is made of."""
    marks = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in (*node.decorator_list, *node.bases)}
    if not marks & {"dataclass", "NamedTuple"}:
        return {}
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    names = [rename(each.target.id) for each in fields if "ClassVar" not in ast.unparse(each.annotation)]  # type: ignore[union-attr]
    return dict(zip(names, names, strict=True))


def _name_type(node: Function) -> str:
    text = ast.unparse(node.returns).replace("np.", "numpy.") if node.returns is not None else "object"
    return text if KNOWN_TYPES.fullmatch(text) else "object"
