"""Find what files call while they are loaded: a stub would stop them there."""

import ast
from collections.abc import Iterable, Iterator

from autograder.author.build.pieces import first_line, header, is_given
from autograder.submissions.syntax import Definition, Function


def list_called(trees: Iterable[ast.AST]) -> dict[str, int]:
    """Return the names that statements outside of functions call, as decorators too, with the line of the first."""
    found: dict[str, int] = {}
    for tree in trees:
        for node in _walk_loaded(tree):
            decorators = node.decorator_list if isinstance(node, Definition) else []
            for called in (*decorators, *([node.func] if isinstance(node, ast.Call) else [])):
                if isinstance(called, ast.Name):
                    found.setdefault(called.id, called.lineno)
    return found


def would_stop(node: ast.stmt) -> bool:
    """Say whether to call the stub of a definition raises: a class without `__init__` can be made as ever."""
    is_made = isinstance(node, ast.ClassDef) and any(
        isinstance(each, Function) and each.name == "__init__" for each in node.body
    )
    return is_made or isinstance(node, ast.FunctionDef)


def mark_given(text: str, called: Iterable[str]) -> str:
    """Mark definitions that are called while a file is loaded as those that students receive whole."""
    lines = text.split("\n")
    names = set(called)
    for node in ast.parse(text).body:
        if isinstance(node, Definition) and node.name in names and would_stop(node) and not is_given(lines, node):
            top = header(lines, node)
            if (row := first_line(node) + len(top) - 1) < first_line(node.body[0]):
                lines[row] += "  # given"
    return "\n".join(lines)


def _walk_loaded(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    body = node.body if isinstance(node, Function | ast.Lambda) else None
    for name, value in ast.iter_fields(node):
        if body is None or name != "body":
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _walk_loaded(child)
