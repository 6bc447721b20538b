"""Find what students would write in an existing solution: each function and class, how it is called, an example."""

import ast
import builtins
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from doctest import DocTestParser, Example

from autograder.author.build.pieces import Definition, has_bodies, is_given, is_private

Function = ast.FunctionDef | ast.AsyncFunctionDef
# What a probe may promise without knowing more of the solution.
KNOWN_TYPES = re.compile(r"(int|float|bool|str|list|dict|tuple|None|object|torch\.Tensor|numpy\.ndarray|[\[\], |.])+")
# What these words name in a probe is no input of the student's.
TAKEN = ("student", "self", "result", "request", "scratch")
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
    needs: str = ""  # a module that the call is made with


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
    inputs, expected = _find_example(node, arguments, imported)
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
    """Return the exercise of a call: what is awaited is run, and what gives values one by one becomes a list."""
    returns, needs = _name_type(node), ""
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if _yields(node) and not is_async:
        call, returns = f"list({call})", "list"
    elif is_async:
        call, needs = f"asyncio.run({call})", "asyncio"
    return Skeleton(name or node.name, points, call, tuple(arguments), returns, inputs, expected, needs)


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
    passed = {_rename(each.arg): _rename(each.arg) for each in (*given.posonlyargs, *given.args)}
    if given.vararg is not None:
        passed[_rename(given.vararg.arg)] = f"*{_rename(given.vararg.arg)}"
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if default is None:
            passed[_rename(each.arg)] = f"{each.arg}={_rename(each.arg)}"
    return passed


def _rename(parameter: str) -> str:
    return f"{parameter}_" if parameter in TAKEN else parameter


def _without_first(arguments: Mapping[str, str]) -> dict[str, str]:
    return dict(list(arguments.items())[1:])


def _list_fields(node: ast.ClassDef) -> dict[str, str]:
    """Return what a dataclass or a named tuple is made of."""
    marks = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in (*node.decorator_list, *node.bases)}
    if not marks & {"dataclass", "NamedTuple"}:
        return {}
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    names = [_rename(each.target.id) for each in fields if "ClassVar" not in ast.unparse(each.annotation)]  # type: ignore[union-attr]
    return dict(zip(names, names, strict=True))


def _name_type(node: Function) -> str:
    text = ast.unparse(node.returns).replace("np.", "numpy.") if node.returns is not None else "object"
    return text if KNOWN_TYPES.fullmatch(text) else "object"


def _find_example(
    node: Function, arguments: Mapping[str, str], imported: Collection[str]
) -> tuple[tuple[str, ...], str]:
    """Return the inputs of the first worked example that is nothing but a call of the function, and what it gives.

    Of one that needs the lines above it, nothing could be written into a check.
    """
    for example in DocTestParser().get_examples(ast.get_docstring(node) or ""):
        call = _read_call(example, node.name)
        if call is None or not _names(call) - {node.name} <= {*imported, *dir(builtins)}:
            continue
        given = _bind_inputs(call, node.args)
        if all(name in given for name in arguments) and (expected := _read_value(example.want, imported)):
            return tuple(given[name] for name in arguments), expected
    return (), ""


def _bind_inputs(call: ast.Call, signature: ast.arguments) -> dict[str, str]:
    """Return the inputs of a call by name, defaults included; nothing where a check could not make the same call."""
    places = [*signature.posonlyargs, *signature.args]
    more = call.args[len(places) :]
    named = {each.arg for each in (*places, *signature.kwonlyargs)}
    if any(isinstance(each, ast.Starred) for each in call.args) or (more and signature.vararg is None):
        return {}
    # What must be named and has a default is no input of the check.
    free = {each.arg for each, default in zip(signature.kwonlyargs, signature.kw_defaults, strict=True) if default}
    if any(each.arg not in named - free for each in call.keywords):
        return {}
    defaults = zip(places[len(places) - len(signature.defaults) :], signature.defaults, strict=True)
    given = {_rename(each.arg): ast.unparse(value) for each, value in defaults if isinstance(value, ast.Constant)}
    given |= {_rename(each.arg): ast.unparse(value) for each, value in zip(places, call.args, strict=False)}
    given |= {_rename(str(each.arg)): ast.unparse(each.value) for each in call.keywords}
    if signature.vararg is not None:
        given[_rename(signature.vararg.arg)] = ast.unparse(ast.Tuple(more, ast.Load()))
    return given


def _read_call(example: Example, name: str) -> ast.Call | None:
    try:
        node = ast.parse(example.source.strip(), mode="eval").body
    except SyntaxError:
        return None
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    return node if is_call and isinstance(node, ast.Call) else None


def _read_value(shown: str, imported: Collection[str]) -> str:
    """Return an expression for what an example shows; nothing where what it shows is none."""
    text = " ".join(shown.split())
    text = re.sub(r"(?<![\w.])tensor\(", "torch.tensor(", re.sub(r"(?<![\w.])array\(", "numpy.array(", text))
    try:
        node = ast.parse(text, mode="eval")
    except SyntaxError:
        return ""
    return ast.unparse(node) if _names(node) <= {"torch", "numpy", *imported, *dir(builtins)} else ""


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
