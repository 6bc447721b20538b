"""A student's source with its tree, and what it would be with a change."""

import ast
from collections.abc import Sequence

from autograder.diagnosis.nodes import Definition, is_stored
from autograder.submissions import Unit

LONGEST_QUOTE = 40


class SourceText:
    """One unit: its bytes, which is what the tree counts columns in, and its tree."""

    def __init__(self, unit: Unit) -> None:
        self.name = unit.name
        self.tree = ast.parse(unit.text)
        # Line ends as the parser counts them.
        self._data = unit.text.replace("\r\n", "\n").replace("\r", "\n").encode()
        self._starts = [0]
        for line in self._data.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.start_of(node), self._starts[node.end_lineno - 1] + node.end_col_offset

    def start_of(self, node: ast.expr | ast.stmt) -> int:
        """Return where a node begins: a definition at its first decorator."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        return self._starts[min([node.lineno, *(one.lineno for one in decorators)]) - 1] + node.col_offset

    def between(self, start: int, end: int) -> str:
        """Return what stands between two places, in bytes."""
        return self._data[start:end].decode()

    def start_of_keyword(self, node: ast.keyword) -> int:
        """Return where an argument begins that is given by its name."""
        return self._starts[node.lineno - 1] + node.col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return the node as the student wrote it."""
        start, end = self.span(node)
        return self._data[start:end].decode()

    def quote(self, node: ast.expr | ast.stmt, longest: int = LONGEST_QUOTE) -> str:
        """Return the node on one line, in backticks and short enough for a sentence."""
        text = " ".join(self.text(node).split())
        return f"`{text if len(text) <= longest else text[: longest - 1] + '…'}`"

    def margin(self, statement: ast.stmt) -> str | None:
        """Return the white space before a statement; None where it does not begin its line."""
        before = self._data[self._starts[statement.lineno - 1] :][: statement.col_offset].decode()
        return before if not before.strip() else None

    def splice(self, splices: Sequence[tuple[int, int, str]]) -> str:
        """Return the text with some spans, none within another, replaced."""
        data = self._data
        for start, end, text in sorted(splices, reverse=True):
            data = data[:start] + text.encode() + data[end:]
        return data.decode()

    def without_scripts(self) -> Unit:
        """Return the unit with its demonstrations blanked out and all else where it was.

        What trains and prints at module level would run again with every change that is tried.
        """
        needed = _free_names(self.tree)
        blanked = []
        for statement in self.tree.body:
            if not _defines(statement, needed):
                start, end = self.span(statement)
                # The same length, so that what stands below keeps its place.
                kept = bytes(byte if byte == ord("\n") else ord(" ") for byte in self._data[start:end])
                blanked.append((start, end, kept.decode()))
        return Unit(self.name, self.splice(blanked))


def _defines(statement: ast.stmt, needed: set[str]) -> bool:
    if isinstance(statement, (*Definition, ast.Import, ast.ImportFrom, ast.Try)):
        return True
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        nodes = ast.walk(statement)
        bound = {node.id for node in filter(is_stored, nodes)}
        return bool(bound & needed)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _free_names(tree: ast.Module) -> set[str]:
    """Return the names that definitions take from the module."""
    free: set[str] = set()
    for definition in tree.body:
        if not isinstance(definition, Definition):
            continue
        names = [node for node in ast.walk(definition) if isinstance(node, ast.Name)]
        own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        own |= {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}
        free |= {node.id for node in names} - own
    return free
