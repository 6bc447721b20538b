"""Mark in a solution what nbgrader is to take out, so that what it leaves is the stub."""

import ast
from collections.abc import Iterator, Sequence

from autograder.author.build.briefs import shorten_docstrings
from autograder.author.build.pieces import Piece, cut, first_line, header, is_private
from autograder.errors import CourseError
from autograder.submissions.syntax import Definition, Function

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def mark_solutions(source: str, stub: str) -> dict[str, str]:
    """Return the code of each definition that the stub has, by name, with what answers it between marks.

    nbgrader puts a `raise` in the place of each marked region, at the depth of its first line. So what the stub lacks
    altogether, such as private helpers and the imports that only bodies need, stands at the end of a function's region,
    where its absence leaves no trace.
    """
    lines = source.rstrip().split("\n")
    stub_names = set(_list_names(ast.parse(stub)))
    marked: dict[str, list[str]] = {}
    waiting: list[str] = []
    for piece in cut(lines, ast.parse(source).body, 0, len(lines)):
        node = piece.node
        if isinstance(node, Definition) and node.name in stub_names:
            marked[node.name] = [*lines[piece.first : first_line(node)], *_mark(lines, piece, node)]
        else:
            waiting += _find_missing(lines, piece, stub_names)
        last = next(reversed(marked.values()), [])
        if waiting and last and _ends_in_region(last):
            _put_into_region(last, waiting)
            waiting = []
    if waiting:
        raise CourseError(f"nbgrader can hide {waiting[0]!r} only below a function that students write")
    return {name: "\n".join(shorten_docstrings(text)) for name, text in marked.items()}


def _list_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a file's statements bind."""
    for node in tree.body:
        if isinstance(node, Definition):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        else:
            yield from (each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _find_missing(lines: Sequence[str], piece: Piece, stub_names: set[str]) -> list[str]:
    """Return the lines of a piece of which the stub has nothing; of an import, the names that it has not."""
    match piece.node:
        case ast.Import(names=names) | ast.ImportFrom(names=names) as node:
            missing = [alias for alias in names if (alias.asname or alias.name) not in stub_names]
            shorter = ast.Import(missing) if isinstance(node, ast.Import) else _shorten(node, missing)
            return [ast.unparse(shorter)] if missing else []
        case ast.Assign() | ast.AnnAssign() as node if (
            not {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
            & stub_names
        ):
            return list(lines[piece.first : piece.last])
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return ["", *lines[piece.first : piece.last]]
    return []


def _shorten(node: ast.ImportFrom, names: list[ast.alias]) -> ast.ImportFrom:
    return ast.ImportFrom(node.module, names, node.level)


def _mark(lines: Sequence[str], piece: Piece, node: Definition) -> list[str]:
    top = header(lines, node)
    start = first_line(node) + len(top)
    if not isinstance(node, ast.ClassDef):
        return [*top, *_mark_body(lines, piece, node, start)]
    marked, waiting = list(top), list[str]()
    for member in cut(lines, node.body, start, piece.last):
        text = list(lines[member.first : member.last])
        if isinstance(member.node, Definition) and is_private(member.node.name):
            waiting += ["", *text]
        else:
            marked += [""] * member.blank
            marked += _mark(lines, member, member.node) if isinstance(member.node, Definition) else text
        if waiting and _ends_in_region(marked):
            _put_into_region(marked, waiting)
            waiting = []
    if waiting:
        raise CourseError(f"nbgrader can hide the private members of {node.name} only below one that students write")
    return marked


def _mark_body(lines: Sequence[str], piece: Piece, node: Function, start: int) -> list[str]:
    documented = ast.get_docstring(node, clean=False) is not None
    end = node.body[0].end_lineno or start if documented else start
    indent = " " * (node.col_offset + 4)
    return [*lines[start:end], indent + BEGIN, *lines[end : piece.last], indent + END]


def _ends_in_region(lines: Sequence[str]) -> bool:
    return lines[-1].strip() == END


def _put_into_region(lines: list[str], more: Sequence[str]) -> None:
    lines[-1:-1] = ["", *more]
