"""What slips teach: what to look for in a student's code, and what belongs there.

A slip is an edit of the solution. A lesson holds a piece of the solution: it stays with those who grade.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.diagnosis.slips import Slip
from autograder.errors import CourseError

# What these hold says nothing about a program's form.
IGNORED = {"ctx", "lineno", "col_offset", "end_lineno", "end_col_offset", "type_comment", "kind", "annotation"}
ENOUGH_NODES = 12


@dataclass(frozen=True)
class Lesson:
    """One slip as an edit: `wrong` is what to look for, `right` what belongs there; both are code."""

    exercise: str
    wrong: str
    right: str
    says: str
    is_statement: bool


def learn(slips: Sequence[Slip], solution: str) -> tuple[Lesson, ...]:
    """Return what the slips of a solution teach; those that leave nothing to be found again teach nothing."""
    lessons = []
    right = ast.parse(solution)
    for slip in slips:
        try:
            difference = _find_difference(ast.parse(slip.apply(solution)), right)
        except (SyntaxError, CourseError):
            continue
        if difference is not None:
            wrong, mended = difference
            is_statement = not isinstance(wrong[0], ast.expr)
            texts = ("\n".join(map(ast.unparse, wrong)), "\n".join(map(ast.unparse, mended)) or "pass")
            lessons.append(Lesson(slip.exercise, *texts, slip.says, is_statement))
    return tuple(lessons)


def _find_difference(wrong: ast.AST, right: ast.AST) -> tuple[list[ast.AST], list[ast.AST]] | None:
    """Return the smallest pieces of two programs that differ, both of them expressions or both runs of statements."""
    deeper = [
        (field, one, other)
        for (field, one), (_, other) in zip(ast.iter_fields(wrong), ast.iter_fields(right), strict=False)
        if field not in IGNORED and not _are_alike(one, other)
    ]
    if type(wrong) is type(right) and len(deeper) == 1:
        _, one, other = deeper[0]
        if isinstance(one, ast.AST) and isinstance(other, ast.AST):
            found = _find_difference(one, other)
        elif isinstance(one, list) and isinstance(other, list):
            found = _find_in_lists(one, other)
        else:
            found = None
        if found is not None and not (isinstance(wrong, ast.stmt) and _is_small(found[0])):
            return found
    if hasattr(wrong, "body"):
        return None
    alike = any(isinstance(wrong, kind) and isinstance(right, kind) for kind in (ast.expr, ast.stmt))
    # A name or a number alone fits everywhere.
    return ([wrong], [right]) if alike and not isinstance(wrong, ast.Constant | ast.Name) else None


def _is_small(pieces: Sequence[ast.AST]) -> bool:
    """Return whether a piece says too little to be found again without what it stands in."""
    return sum(1 for piece in pieces for _ in ast.walk(piece)) < ENOUGH_NODES


def _find_in_lists(wrong: list[ast.AST], right: list[ast.AST]) -> tuple[list[ast.AST], list[ast.AST]] | None:
    first = 0
    while first < min(len(wrong), len(right)) and _are_alike(wrong[first], right[first]):
        first += 1
    last = 0
    while last < min(len(wrong), len(right)) - first and _are_alike(wrong[-1 - last], right[-1 - last]):
        last += 1
    own, other = wrong[first : len(wrong) - last], right[first : len(right) - last]
    if len(own) == len(other) == 1:
        found = _find_difference(own[0], other[0])
        if found is not None:
            return found
    if not all(isinstance(one, ast.stmt) for one in [*wrong, *right]):
        return None
    # What is missing has no form by which it could be missed: part of it may be there in another one.
    if not own:
        return None
    return own, other


def _are_alike(one: object, other: object) -> bool:
    """Return whether two pieces of code are the same, wherever they stand."""
    if type(one) is not type(other):
        return False
    if isinstance(one, ast.AST):
        return all(_are_alike(getattr(one, field, None), getattr(other, field, None)) for field in one._fields)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_alike, one, other))
    return one == other
