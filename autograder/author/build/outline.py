"""Lay an assignment out as a notebook shows it: what is said, what is written, what is checked, in which order."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.author.build.briefs import shorten_docstrings, to_markdown
from autograder.author.build.pieces import Piece, cut, join
from autograder.author.build.stubs import make_stub
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.course.texts import read_text
from autograder.errors import CourseError
from autograder.submissions.syntax import Definition


@dataclass(frozen=True)
class Part:
    """A definition with the text above it; `exercises` are those that are checked below it."""

    name: str
    brief: str
    code: str
    exercises: tuple[str, ...]
    is_given: bool


@dataclass(frozen=True)
class Outline:
    """A notebook before it has cells: what the README opens with, the file's own text, its imports, its parts."""

    opening: str
    setting: str
    imports: str
    parts: tuple[Part, ...]


def make_outline(assignment: Assignment) -> Outline:
    """Lay out the stub: every definition has a part of its own, and a class is checked where it ends.

    A class stays in one piece, as a student would write it; the exercises that are its methods are checked below it,
    one by one. Parts come in the order of the file, or where course.toml has its exercises in another order, in that.
    Raise CourseError if an exercise is not in the file.
    """
    stub = make_stub(read_solution(assignment))
    module = ast.parse(stub)
    lines = stub.rstrip().split("\n")
    pieces = [piece for piece in cut(lines, module.body, 0, len(lines)) if piece.node is not None]
    docstring = ast.get_docstring(module)
    body = pieces[1:] if docstring is not None else pieces
    imports = [piece for piece in body if not isinstance(piece.node, Definition)]
    definitions = [piece for piece in body if isinstance(piece.node, Definition)]
    checked = _find_checked([_name(piece) for piece in definitions], assignment)
    parts = [_make_part(lines, piece, checked.get(_name(piece), ()), assignment.points) for piece in definitions]
    return Outline(
        opening=_open_readme(assignment.folder / "README.md"),
        setting=to_markdown(docstring) if docstring is not None else "",
        imports="\n".join(join((piece, lines[piece.first : piece.last]) for piece in imports)).strip("\n"),
        parts=tuple(_order(parts, list(assignment.points))),
    )


def _name(piece: Piece) -> str:
    assert isinstance(piece.node, Definition)
    return piece.node.name


def _find_checked(names: Sequence[str], assignment: Assignment) -> Mapping[str, tuple[str, ...]]:
    """Return the exercises that belong to each definition: its own name, and those of its methods."""
    checked: dict[str, tuple[str, ...]] = {}
    for exercise in assignment.points:
        owner = exercise.partition(".")[0]
        if owner not in names:
            raise CourseError(f"{assignment.path('.py')} has no {owner}, which course.toml has points for")
        checked[owner] = (*checked.get(owner, ()), exercise)
    return checked


def _make_part(lines: Sequence[str], piece: Piece, exercises: tuple[str, ...], points: Mapping[str, int]) -> Part:
    node = piece.node
    assert isinstance(node, Definition)
    text = lines[piece.first : piece.last]
    is_given = not any("NotImplementedError" in line for line in text)
    blocks = [_head(node.name, points, "##")]
    blocks += [to_markdown(docstring)] if (docstring := ast.get_docstring(node, clean=False)) else []
    for member in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(member, Definition) and (docstring := ast.get_docstring(member, clean=False)):
            blocks += [_head(f"{node.name}.{member.name}", points, "###"), to_markdown(docstring)]
    code = text if is_given else shorten_docstrings(text)
    return Part(node.name, "\n\n".join(blocks), "\n".join(code), exercises, is_given)


def _head(name: str, points: Mapping[str, int], level: str) -> str:
    return f"{level} `{name}`" + (f" · {points[name]} points" if name in points else "")


def _order(parts: Sequence[Part], exercises: Sequence[str]) -> list[Part]:
    """Sort parts by their first exercise; those without one stay below the part that they follow in the file."""
    order: list[tuple[int, Part]] = []
    place = -1
    for part in parts:
        place = min(map(exercises.index, part.exercises), default=place)
        order.append((place, part))
    return [part for _, part in sorted(order, key=lambda each: each[0])]


def _open_readme(path: Path) -> str:
    """Return a README up to its first section."""
    return re.split(r"^## ", read_text(path), maxsplit=1, flags=re.MULTILINE)[0].strip()
