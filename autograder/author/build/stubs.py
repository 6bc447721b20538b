"""Turn a solution into the stub that a student starts from."""

import ast
from collections.abc import Sequence

from autograder.author.build.pieces import Piece, cut, first_line, header, is_given, is_private, join
from autograder.author.build.unused import drop_unused
from autograder.errors import CourseError
from autograder.submissions.syntax import Definition


def make_stub(source: str) -> str:
    """Write the stub of a solution: its text without the answers.

    Every body becomes `raise NotImplementedError("TODO: NAME")` below its docstring. What only bodies use vanishes:
    imports, private helpers, private constants. A top-level definition whose line ends in the comment `# given` stays
    whole, with what it needs. A solution that ruff has formatted gives a stub that ruff leaves as it is.

    Refuse any other statement outside of a body: students would receive it as it is.
    """
    lines = source.rstrip().split("\n")
    pieces = cut(lines, _only_harmless(ast.parse(source).body), 0, len(lines))
    without_bodies = join((piece, _hide_top_level(lines, piece)) for piece in pieces)
    return "\n".join(drop_unused(without_bodies)) + "\n"


def _hide_top_level(lines: Sequence[str], piece: Piece) -> Sequence[str]:
    # A private helper stays whole for now: something that is kept may turn out to need it.
    node = piece.node
    if not isinstance(node, Definition) or is_private(node.name) or is_given(lines, node):
        return lines[piece.first : piece.last]
    return _hide_body(lines, piece, node, node.name)


def _hide_member(lines: Sequence[str], piece: Piece, owner: str) -> Sequence[str]:
    if not isinstance(piece.node, Definition):
        return lines[piece.first : piece.last]
    if is_private(piece.node.name):
        return []
    return _hide_body(lines, piece, piece.node, f"{owner}.{piece.node.name}")


def _hide_body(lines: Sequence[str], piece: Piece, node: Definition, name: str) -> list[str]:
    indent = " " * (node.col_offset + 4)
    top = header(lines, node)
    start = first_line(node) + len(top)
    if isinstance(node, ast.ClassDef):
        members = cut(lines, _only_harmless(node.body), start, piece.last)
        below = join((member, _hide_member(lines, member, name)) for member in members) or [f"{indent}pass"]
    else:
        documented = ast.get_docstring(node, clean=False) is not None
        docstring = lines[start : node.body[0].end_lineno] if documented else []
        below = [*docstring, f'{indent}raise NotImplementedError("TODO: {name}")']
    return [*lines[piece.first : first_line(node)], *top, *below]


def _only_harmless(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """Refuse statements that are more than an import, a definition or a constant."""
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Assign() | ast.AnnAssign() | ast.Pass():
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                raise CourseError(
                    f"line {node.lineno}: students would receive this statement as it is; "
                    "put it into a function, or make it an import, a definition or a constant"
                )
    return body
