"""Read how a function is called: its arguments, what is known of them, whether it gives anything."""

import ast

from autograder.author.new.examples import rename
from autograder.diagnosis.nodes import pair_defaults
from autograder.submissions.syntax import Definition, Function

NOTHING, ITSELF, VALUE = "nothing", "itself", "a value"  # what a function may give


def list_arguments(function: Function) -> dict[str, str]:
    """Return what is passed in a call, by the names of the inputs: all but what has a default no check could write."""
    given = function.args
    left = {each.arg for each, value in pair_defaults(function) if not _is_literal(value) and given.vararg is None}
    passed: dict[str, str] = {}
    is_behind = False  # one that is left out, so that the place alone says nothing
    for each in (*given.posonlyargs, *given.args):
        is_behind |= each.arg in left
        if each.arg not in left:
            passed[rename(each.arg)] = f"{each.arg}={rename(each.arg)}" if is_behind else rename(each.arg)
    if given.vararg is not None:
        passed[rename(given.vararg.arg)] = f"*{rename(given.vararg.arg)}"
    return passed | {
        rename(each.arg): f"{each.arg}={rename(each.arg)}" for each in given.kwonlyargs if each.arg not in left
    }


def list_defaults(function: Function) -> dict[str, str]:
    """Return the defaults that mean the same in a check, by the names of the inputs."""
    return {rename(each.arg): ast.unparse(value) for each, value in pair_defaults(function) if _is_literal(value)}


def list_fields(node: ast.ClassDef) -> dict[str, str]:
    """Return what a dataclass or a named tuple is made of, each with its default, "" where there is none.

    From one whose default no check could write on, all are left out: they have defaults, too.
    """
    marks = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in (*node.decorator_list, *node.bases)}
    if not marks & {"dataclass", "NamedTuple"}:
        return {}
    fields: dict[str, str] = {}
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            if each.value is not None and not _is_literal(each.value):
                break
            if "ClassVar" not in ast.unparse(each.annotation):
                fields[rename(each.target.id)] = ast.unparse(each.value) if each.value is not None else ""
    return fields


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
