"""Drop what a file does not use: imports, private helpers, private constants."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from doctest import DocTestParser

from autograder.author.build.pieces import cut, first_line, header, is_given, is_private, join, quoted_annotations
from autograder.submissions.syntax import Definition

Import = ast.Import | ast.ImportFrom


def drop_unused(lines: Sequence[str]) -> list[str]:
    """Return the lines of a file without the imports and the private names that nothing public in it uses.

    An import also stays if a docstring shows it at work, in a worked example or between backticks. The comment that
    marks a definition as given has done its work and goes.
    """
    body = ast.parse("\n".join(lines)).body
    used = _names_used(lines, body)
    shown = {name for node in body if _is_kept(lines, node, used) for name in _names_in_docstrings(node)}
    kept = []
    for piece in cut(lines, body, 0, len(lines)):
        text = lines[piece.first : piece.last]
        match piece.node:
            case ast.Import() | ast.ImportFrom() as node:
                text = _shorten_import(text, node, used | shown)
            case ast.stmt() as node if not _is_kept(lines, node, used):
                text = []
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as node if is_given(lines, node):
                text = _unmark(text, len(header(lines, node)) + first_line(node) - piece.first)
        kept.append((piece, text))
    return join(kept)


def _names_used(lines: Sequence[str], body: Sequence[ast.stmt]) -> set[str]:
    """Return the names that the kept statements use; a private helper is kept if one of them is its own."""
    used: set[str] = set()
    while True:
        found = {name for node in body if _is_kept(lines, node, used) for name in _names(node, ast.Load)}
        if found == used:
            return used
        used = found


def _is_kept(lines: Sequence[str], node: ast.stmt, used: Collection[str]) -> bool:
    if isinstance(node, Definition):
        return not is_private(node.name) or node.name in used or is_given(lines, node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        names = list(_names(node, ast.Store))
        return not names or any(not is_private(name) or name in used for name in names)
    return True


def _names(tree: ast.AST, context: type[ast.expr_context]) -> Iterator[str]:
    nodes = (*ast.walk(tree), *(each for text in quoted_annotations(tree) for each in ast.walk(text)))
    return (node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context))


def _names_in_docstrings(tree: ast.AST) -> Iterator[str]:
    """Yield the names in the code that docstrings show."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            text = node.value.value
            examples = [example.source for example in DocTestParser().get_examples(text)]
            for code in [*examples, *re.findall(r"`+([^`]+)`+", text)]:
                yield from re.findall(r"[^\W\d]\w*", code)


def _shorten_import(text: Sequence[str], node: Import, wanted: Collection[str]) -> Sequence[str]:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return text  # it changes how the file is read
    names = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) in wanted]
    if len(names) == len(node.names):
        return text
    shorter = ast.Import(names) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, names, node.level)
    return [ast.unparse(shorter)] if names else []


def _unmark(text: Sequence[str], end_of_header: int) -> Sequence[str]:
    unmarked = [re.sub(r" *# given$", "", line) for line in text[:end_of_header]]
    return [*unmarked, *text[end_of_header:]]
