"""Gather an existing solution: the file itself, what it imports from beside it, and the data that it names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath

from autograder.author.build.loading import list_called, mark_given
from autograder.author.build.packages import find_package_imports, list_imported
from autograder.author.build.pieces import cut, first_line, join
from autograder.author.new.needed import choose_needed, name_lines
from autograder.course.texts import parse, read_text
from autograder.errors import AutograderError
from autograder.submissions.notebook import read_cells
from autograder.submissions.submission import SubmissionError
from autograder.submissions.syntax import Definition

NOTEBOOK = ".ipynb"
LONGEST = 100  # characters of a path that a file of data may have


@dataclass(frozen=True)
class Source:
    """What a solution consists of."""

    texts: dict[Path, str] = field(default_factory=dict)  # of its Python files, the one that was named first
    data: dict[str, bytes] = field(default_factory=dict)  # by the path that its text has for it
    left_out: list[str] = field(default_factory=list)  # where something was tried out, that students would get as it is


def gather(path: Path) -> Source:
    """Return a solution, a Python file or a notebook, with all that lies beside it and that it needs.

    Of both come imports, definitions, CONSTANTS and what definitions use: the rest was tried out, and students would
    get it as it is. Raise AutograderError, with the line, where something cannot be read.
    """
    source = Source()
    _gather_file(path, source)
    called = list_called(map(ast.parse, source.texts.values()))
    source.texts.update({each: mark_given(text, called) for each, text in source.texts.items()})
    return source


def _gather_file(path: Path, source: Source) -> None:
    text = _read_notebook(path, source) if path.suffix == NOTEBOOK else _read_script(path, source)
    source.texts[path] = text
    tree = parse(path, text)
    for line, said in find_package_imports(path, tree):
        raise AutograderError(f"{path}, line {line}: {said}")
    for module, _ in chain.from_iterable(map(list_imported, ast.walk(tree))):
        beside = path.with_name(f"{module}.py")
        if beside not in source.texts and beside.is_file():
            _gather_file(beside, source)
    for name in _list_paths(tree):
        if name not in source.data and (path.parent / name).is_file():
            source.data[name] = (path.parent / name).read_bytes()


def _read_script(path: Path, source: Source) -> str:
    text = read_text(path)
    lines = text.rstrip().split("\n")
    body = parse(path, text).body
    needed = choose_needed(body)
    if left := [node for node in body if node not in needed]:
        source.left_out.append(f"{path}, {name_lines(left)}")
    pieces = cut(lines, body, 0, len(lines))
    kept = [None, *needed]  # a comment with a blank line below it belongs to no statement
    texts = [(one, lines[one.first : one.last] if one.node in kept else []) for one in pieces]
    if body and not texts[0][1]:
        # What a file opens with, such as a licence, stays there.
        texts[0] = (pieces[0], lines[: first_line(body[0])])
    return "\n".join(join(texts)) + "\n"


def _read_notebook(path: Path, source: Source) -> str:
    try:
        cells = read_cells(path.read_bytes())
    except OSError as error:
        raise AutograderError(f"{path} cannot be read: {error.strerror}") from None
    except SubmissionError as error:
        # What follows the first sentence is said to a student.
        what = str(error).partition(". ")[0].removesuffix(".")
        raise AutograderError(
            f"{path} {what}: name a notebook in Python, saved by Jupyter, that holds the exercises, or a Python file"
        ) from None
    trees = [parse(path.with_name(f"{path.name}, {cell.name}"), cell.text) for cell in cells]
    needed = choose_needed([node for tree in trees for node in tree.body])
    kept = []
    for cell, tree in zip(cells, trees, strict=True):
        lines = cell.text.split("\n")
        for node in tree.body:
            if node in needed:
                kept.append((isinstance(node, Definition), "\n".join(lines[first_line(node) : node.end_lineno])))
        if left := [node for node in tree.body if node not in needed]:
            source.left_out.append(f"{path}, {cell.name}, {name_lines(left)}")
    return "".join(f"\n\n{text}\n" if is_definition else f"{text}\n" for is_definition, text in kept).lstrip("\n")


def _list_paths(tree: ast.Module) -> Iterator[str]:
    """Yield texts that may be the paths of data in the solution's folder."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < LONGEST:
            path = PurePosixPath(node.value)
            if path.suffix not in ("", ".py") and "\0" not in node.value and not path.is_absolute():
                yield from [node.value] * (".." not in path.parts)
