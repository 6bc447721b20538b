"""Read how a function is called and what it gives: its arguments, what is known of them, its type."""

import ast
import re

from autograder.author.build.pieces import Definition
from autograder.author.new.examples import Function, rename

# What a probe may promise without knowing more of the solution.
KNOWN_TYPES = re.compile(
    r"(int|float|bool|str|list|dict|tuple|None|object|(torch\.)?Tensor|((numpy|np)\.)?ndarray|[\[\], |.])+"
)
NOTHING, ITSELF, VALUE = "nothing", "itself", "a value"  # what a function may give


def list_arguments(given: ast.arguments) -> dict[str, str]:
    """Return what is passed in a call, by the names of the inputs: all but what must be named and has a default."""
    passed = {rename(each.arg): rename(each.arg) for each in (*given.posonlyargs, *given.args)}
    if given.vararg is not None:
        passed[rename(given.vararg.arg)] = f"*{rename(given.vararg.arg)}"
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if default is None:
            passed[rename(each.arg)] = f"{each.arg}={rename(each.arg)}"
    return passed


def list_defaults(given: ast.arguments) -> dict[str, str]:
    """Return the defaults that mean the same in a check, by the names of the inputs."""
    places = [*given.posonlyargs, *given.args]
    defaults = zip(places[len(places) - len(given.defaults) :], given.defaults, strict=True)
    return {rename(each.arg): ast.unparse(value) for each, value in defaults if _is_literal(value)}


def list_fields(node: ast.ClassDef) -> dict[str, str]:
    """Return what a dataclass or a named tuple is made of, each with its default; "" where there is none."""
    marks = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in (*node.decorator_list, *node.bases)}
    if not marks & {"dataclass", "NamedTuple"}:
        return {}
    return {
        rename(each.target.id): ast.unparse(each.value) if each.value is not None and _is_literal(each.value) else ""
        for each in node.body
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and "ClassVar" not in ast.unparse(each.annotation)
    }


def name_type(node: Function) -> str:
    """Return the annotation of a probe that gives what a function gives."""
    text = ast.unparse(node.returns) if node.returns is not None else "object"
    return text if KNOWN_TYPES.fullmatch(text) else "object"


def find_given(node: Function) -> str:
    """Return what a function gives: nothing, the object that it is a method of, or a value."""
    own = [each for each in _walk_body(node) if isinstance(each, ast.Return | ast.Yield | ast.YieldFrom)]
    values = {ast.unparse(each.value) if each.value is not None else "None" for each in own}
    if values <= {"None"} and not any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own):
        return NOTHING
    return ITSELF if values == {"self"} else VALUE


def is_generator(node: Function) -> bool:
    """Tell whether a function gives its values one by one."""
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in _walk_body(node))


def _walk_body(node: Function) -> list[ast.AST]:
    """Return what a function's body consists of, without the functions in it."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [*node.body]
    while waiting:
        each = waiting.pop()
        found.append(each)
        if not isinstance(each, Definition | ast.Lambda):
            waiting += ast.iter_child_nodes(each)
    return found


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
