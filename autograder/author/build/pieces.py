"""Cut source text into pieces: a statement with the comments that stand on it, or a comment on its own."""

import ast
import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.submissions.syntax import Definition


@dataclass(frozen=True)
class Piece:
    """Lines `first` up to `last` of a file, counted from 0 as slices count them."""

    node: ast.stmt | None  # None for a comment with a blank line below it: it heads a section, not a statement
    first: int
    last: int
    blank: int  # how many blank lines stand above


def cut(lines: Sequence[str], body: Sequence[ast.stmt], start: int, stop: int) -> list[Piece]:
    """Cut lines `start` up to `stop`, which hold the statements `body`, into pieces."""
    nodes = {first_line(node): node for node in body}
    pieces: list[Piece] = []
    blank, comment, row = 0, start, start  # the lines from `comment` to `row` are comments that wait for their owner

    def close(node: ast.stmt | None, last: int) -> None:
        nonlocal blank, comment
        if node or comment < last:
            pieces.append(Piece(node, comment, last, blank))
            blank = 0
        comment = last

    while row < stop:
        if node := nodes.get(row):
            row = _last_line(node, lines)
            close(node, row)
        elif lines[row].strip():
            row += 1
        else:
            close(None, row)
            row += 1
            blank, comment = blank + 1, row
    close(None, stop)
    return pieces


def first_line(node: ast.stmt) -> int:
    """Return the row on which a statement begins, decorators included."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def header(lines: Sequence[str], node: Definition) -> list[str]:
    """Return the lines of a definition from its first decorator to the colon, with the comment behind it."""
    body = node.body[0]
    row = first_line(body)
    before = lines[row].encode()[: body.col_offset].decode().rstrip()
    if before:  # def f(): ...
        return [*lines[first_line(node) : row], before]
    while not lines[row - 1].strip() or lines[row - 1].lstrip().startswith("#"):
        row -= 1
    return list(lines[first_line(node) : row])


def is_given(lines: Sequence[str], node: Definition) -> bool:
    """Tell whether the author marked a definition as one that students receive whole."""
    return any(line.endswith("# given") for line in header(lines, node))


def has_bodies(node: Definition) -> bool:
    """Tell whether there is anything to write in a definition: an enumeration of constants is all there."""
    return not isinstance(node, ast.ClassDef) or any(isinstance(each, Definition) for each in node.body)


def is_private(name: str) -> bool:
    """Tell whether a name is nobody's business outside of its file or class; `__init__` is not private."""
    return name.startswith("_") and not name.endswith("__")


def quoted_annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the types that annotations hold between quotes, as in `-> "Matrix"` and `list["Matrix"]`."""
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            annotation = getattr(node, field, None)
            for part in ast.walk(annotation) if isinstance(annotation, ast.expr) else ():
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    # A text in a Literal may be no Python.
                    with contextlib.suppress(SyntaxError):
                        yield ast.parse(part.value, mode="eval").body


def join(kept: Iterable[tuple[Piece, Sequence[str]]]) -> list[str]:
    """Put pieces together again, each with its new lines; one without lines vanishes with the blank lines it leaves."""
    lines: list[str] = []
    blank, blank_at_start = 0, None
    for piece, text in kept:
        blank_at_start = piece.blank if blank_at_start is None else blank_at_start
        blank = max(blank, piece.blank)
        if text:
            lines += [""] * (blank if lines else blank_at_start)
            lines += text
            blank = 0
    return lines


def _last_line(node: ast.stmt, lines: Sequence[str]) -> int:
    """Return the row after a statement; comments below it that are indented as its body is belong to it."""
    last = row = node.end_lineno or node.lineno
    if isinstance(node, Definition):
        while row < len(lines) and (not lines[row].strip() or _is_comment_within(lines[row], node)):
            row += 1
            if lines[row - 1].strip():
                last = row
    return last


def _is_comment_within(line: str, node: ast.stmt) -> bool:
    text = line.lstrip()
    return text.startswith("#") and len(line) - len(text) > node.col_offset
