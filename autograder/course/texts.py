"""Read, parse and write texts of a course; where one cannot be understood, one line says where and why."""

import ast
import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder import reading
from autograder.errors import CourseError


def read_text(path: Path) -> str:
    """Return the text of a file, without the mark that some editors begin with; raise CourseError where it is none."""
    try:
        return reading.read_text(path)
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
        # Of a NUL byte, no line is told.
        line = error.lineno or text.count("\n", 0, max(text.find("\0"), 0)) + 1
        raise CourseError(f"{path}, line {line}: {error.msg}") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return what a TOML file's text says; raise CourseError, with the line, where it says nothing."""
    try:
        return tomllib.loads(text)
    # Also of numbers and nestings that are longer than Python takes.
    except (ValueError, RecursionError) as error:
        said = str(error).replace("Cannot overwrite a value", "this key is there twice: keep one of them")
        place = re.search(r" \(at (line \d+, column \d+|end of document)\)$", said)
        where = place[1].partition(",")[0].replace("end of document", "the last line") if place else "somewhere"
        raise CourseError(f"{path}, {where}: {said[: place.start()] if place else said}") from None


def quote_toml(value: str | int | Sequence[str]) -> str:
    """Return a text, a whole number or a list of texts as TOML writes it, on one line."""
    # As JSON writes it, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
