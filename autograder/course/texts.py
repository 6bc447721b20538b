"""Read and parse what the authors of a course wrote; where that cannot be done, one line says where and why."""

import ast
from pathlib import Path

from autograder.errors import CourseError


def read_text(path: Path) -> str:
    """Return the text of a file; raise CourseError where it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CourseError(f"{path}, line {line}: this is no UTF-8 text: save it as UTF-8") from None


def parse(path: Path, text: str) -> ast.Module:
    """Return the tree of a Python file's text; raise CourseError, with the line, where it has none."""
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{path}, line {error.lineno}: {error.msg}") from None
