"""A solution as one text, as a notebook would hold it, also where it lies in several files."""

import ast
from collections.abc import Mapping
from pathlib import Path

from autograder.course.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.errors import CourseError

SEAM = "\n\n"  # between the parts, each of which ends its last line


def read_solution(assignment: Assignment) -> str:
    """Return the solution's text, as `join_sources` does; raise CourseError where a file is missing, too."""
    return join_sources({path: _read(path) for path in assignment.sources})


def join_sources(texts: Mapping[Path, str]) -> str:
    """Return the text of several files one after the other, without what they import mutually.

    Raise CourseError where they cannot be one: a name is in two of them, or one imports another as a whole.
    """
    if len(texts) == 1:
        return next(iter(texts.values()))
    return SEAM.join("\n".join(lines.values()) + "\n" for lines in _list_lines(texts))


def list_places(assignment: Assignment) -> list[tuple[str, int]]:
    """Return the file and the line there of each line of the text that `read_solution` returns."""
    texts = {path: _read(path) for path in assignment.sources}
    if len(texts) == 1:
        return [(path.name, number) for path, text in texts.items() for number in range(1, len(text.split("\n")) + 1)]
    places: list[tuple[str, int]] = []
    for path, lines in zip(texts, _list_lines(texts), strict=True):
        places += [(path.name, number) for number in lines] + [(path.name, max(lines))] * len(SEAM)
    return places


def _list_lines(texts: Mapping[Path, str]) -> list[dict[int, str]]:
    """Return what is kept of each file, by the number of the line."""
    owners: dict[str, Path] = {}
    trees = {path: parse(path, text) for path, text in texts.items()}
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                other = owners.setdefault(node.name, path)
                if other != path:
                    raise CourseError(
                        f"{path}, line {node.lineno}: {node.name} is in {other.name}, too, and a notebook has both "
                        "files in one: rename it"
                    )
    modules = {path.stem for path in texts}
    before: set[str] = set()
    return [
        _leave_out_repeated(path, text, trees[path], modules, before, is_first=path == next(iter(texts)))
        for path, text in texts.items()
    ]


def _read(path: Path) -> str:
    if not path.exists():
        raise CourseError(f"there is no {path}: write the solution there")
    text = read_text(path)
    parse(path, text)
    return text


def _leave_out_repeated(
    path: Path, text: str, tree: ast.Module, others: set[str], before: set[str], *, is_first: bool
) -> dict[int, str]:
    """Return what is kept of a file: no import of another one, or that was there before, and one opening text."""
    lines = dict(enumerate(text.rstrip("\n").split("\n"), 1))
    opening = tree.body[0] if not is_first and ast.get_docstring(tree) is not None else None
    for node in tree.body:
        if isinstance(node, ast.Import) and others & {alias.name for alias in node.names}:
            raise CourseError(
                f"{path}, line {node.lineno}: a notebook has all files in one, so that none can be imported as a "
                "whole: write from MODULE import NAME"
            )
        is_ours = isinstance(node, ast.ImportFrom) and node.module in others
        is_known = isinstance(node, ast.Import | ast.ImportFrom) and ast.unparse(node) in before
        if is_ours or is_known or node is opening:
            lines = {
                number: line for number, line in lines.items() if not node.lineno <= number <= (node.end_lineno or 0)
            }
        if isinstance(node, ast.Import | ast.ImportFrom):
            before.add(ast.unparse(node))
    first = next((number for number, line in lines.items() if line), 0)
    return {number: line for number, line in lines.items() if number >= first}
