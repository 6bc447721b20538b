"""Know which names a module-level statement gives a meaning to."""

import ast
from collections.abc import Iterator
from copy import copy

# What these hold has names of its own.
SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
ANY_NAME = "*"  # stands for those of a star import
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def list_bound_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement would have bound in its module; ANY_NAME may be among them."""
    return set(_walk(statement))


def split_import(statement: ast.stmt) -> list[ast.stmt]:
    """Return a statement for each name that this one imports, so that one that is missing does not cost the others."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return [statement]
    parts = []
    for alias in statement.names:
        part = copy(statement)
        part.names = [alias]
        parts.append(part)
    return list(parts)


def list_imports(block: ast.stmt) -> list[ast.stmt]:
    """Return a statement for each name that is imported somewhere inside of a block, but not in its definitions."""
    found: list[ast.stmt] = []
    pending: list[ast.AST] = [block]
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += split_import(node)
        elif not isinstance(node, DEFINITIONS):
            pending += ast.iter_child_nodes(node)
    return found


def _walk(statement: ast.stmt) -> Iterator[str]:
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
        if not isinstance(node, SCOPES + DEFINITIONS):
            pending += ast.iter_child_nodes(node)
