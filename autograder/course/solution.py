"""A solution as one text, as a notebook would hold it, also where it lies in several files."""

import ast
from collections.abc import Mapping
from pathlib import Path

from autograder.course.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.errors import CourseError


def read_solution(assignment: Assignment) -> str:
    """Return the solution's text, as `join_sources` does; raise CourseError where a file is missing, too."""
    return join_sources({path: _read(path) for path in assignment.sources})


def join_sources(texts: Mapping[Path, str]) -> str:
    """Return the text of several files one after the other, without what they import mutually.

    Raise CourseError where they cannot be one: a name is in two of them, or one imports another as a whole.
    """
    if len(texts) == 1:
        return next(iter(texts.values()))
    owners: dict[str, Path] = {}
    parts = []
    for path, text in texts.items():
        for node in parse(path, text).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                other = owners.setdefault(node.name, path)
                if other != path:
                    raise CourseError(
                        f"{path}, line {node.lineno}: {node.name} is in {other.name}, too, and a notebook has both "
                        "files in one: rename it"
                    )
        parts.append(_leave_out_imports(path, text, {other.stem for other in texts}))
    return "\n\n".join(parts)


def _read(path: Path) -> str:
    if not path.exists():
        raise CourseError(f"there is no {path}: write the solution there")
    text = read_text(path)
    parse(path, text)
    return text


def _leave_out_imports(path: Path, text: str, others: set[str]) -> str:
    lines = text.rstrip("\n").split("\n")
    for node in reversed(parse(path, text).body):
        if isinstance(node, ast.Import) and others & {alias.name for alias in node.names}:
            raise CourseError(
                f"{path}, line {node.lineno}: a notebook has all files in one, so that none can be imported as a "
                "whole: write from MODULE import NAME"
            )
        if isinstance(node, ast.ImportFrom) and node.module in others:
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines).strip("\n") + "\n"
