"""Edits that slips teach: where a student's code has the form of a slip, it may be repaired as the slip is.

A slip is an edit of the solution. Its names and constants become holes, so that it fits whoever makes the same mistake
under other names. A lesson holds a piece of the solution: it stays with those who grade.
"""

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from autograder.diagnosis.nodes import called, is_constant, plain_word
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.place import Place
from autograder.diagnosis.slips import Slip
from autograder.errors import CourseError

KNOWN = {*dir(builtins), "torch", "nn", "F", "np", "numpy", "math", "self", "itertools", "sklearn", "copy"}
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


@dataclass
class _Holes:
    """What the names and constants of a slip stand for in a student's code.

    What a slip alone has is the mistake itself, and no hole: it must be there as it is.
    """

    names: dict[str, str]
    constants: dict[str, str]

    @classmethod
    def of(cls, lesson: Lesson) -> "_Holes":
        """Return the holes of a lesson, with nothing in them but what must be there as it is."""
        names, constants = _find_own(lesson.wrong, lesson.right)
        return cls({name: name for name in names}, {constant: constant for constant in constants})

    def fit(self, kind: dict[str, str], inner: str, outer: str) -> bool:
        return kind.setdefault(inner, outer) == outer


@cache
def _find_own(wrong: str, right: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the constants that stand in one piece of code and not in the other."""
    nodes, kept = (list(ast.walk(ast.parse(text))) for text in (wrong, right))
    names, kept_names = ({node.id for node in each if isinstance(node, ast.Name)} for each in (nodes, kept))
    constants, kept_constants = (
        {repr(node.value) for node in each if isinstance(node, ast.Constant)} for each in (nodes, kept)
    )
    return frozenset(names - kept_names), frozenset(constants - kept_constants)


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


def apply_lessons(places: Sequence[Place], lessons: Sequence[Lesson]) -> Iterator[Edit]:
    """Yield the edits of all lessons wherever a student's code has the form of the slip."""
    for lesson in lessons:
        wrong = ast.parse(lesson.wrong).body
        for place in places:
            if lesson.is_statement and isinstance(place.node, ast.stmt):
                yield from _mend_statements(place, place.node, wrong, lesson)
            elif not lesson.is_statement and isinstance(place.node, ast.expr):
                pattern = wrong[0]
                assert isinstance(pattern, ast.Expr)
                if type(pattern.value) is not type(place.node) or is_constant(place.node, int, float):
                    continue
                holes = _Holes.of(lesson)
                if _matches(pattern.value, place.node, holes) and not _has_already(place, pattern.value, lesson.right):
                    yield place.put(_fill(lesson.right, holes), lesson.says, 0, Group.LESSON)


def _has_already(place: Place, wrong: ast.expr, right: str) -> bool:
    """Return whether a piece stands in what the slip leaves out: a call around it, or a method of it."""
    whole = ast.parse(right, mode="eval").body
    if not isinstance(whole, ast.Call):
        return False
    inner = [*whole.args, getattr(whole.func, "value", None)]
    if ast.dump(wrong) not in [ast.dump(one) for one in inner if one is not None]:
        return False
    around = place.parent
    own = [called(around), *_made_as(place, around), getattr(around, "attr", "")]
    return plain_word(called(whole)) in [plain_word(word) for word in own]


def _made_as(place: Place, node: ast.AST) -> list[str]:
    """Return the layers that an attribute of the object is, if a node calls one: `MaxPool2d` for `self.pool(x)`."""
    return [
        called(one.value)
        for one in (ast.walk(place.cls) if place.cls and isinstance(node, ast.Call) else ())
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == f"self.{called(node)}"
    ]


def _mend_statements(place: Place, node: ast.stmt, wrong: list[ast.stmt], lesson: Lesson) -> Iterator[Edit]:
    if type(node) is not type(wrong[0]) or node not in place.block or place.source.margin(node) is None:
        return
    index = place.block.index(node)
    own = place.block[index : index + len(wrong)]
    if list(map(type, own)) != list(map(type, wrong)):
        return
    holes = _Holes.of(lesson)
    if not all(_matches(*pair, holes) for pair in zip(wrong, own, strict=True)):
        return
    start, end = place.source.start_of(own[0]), place.source.span(own[-1])[1]
    text = place.at_margin(_fill(lesson.right, holes), node)
    yield place.edit([(start, end, text)], lesson.says, 0, Group.LESSON)


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


def _matches(pattern: object, node: object, holes: _Holes) -> bool:
    """Return whether two pieces of code have the same form, and note what their names and constants are."""
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.Name) and isinstance(node, ast.Name):
        if pattern.id in KNOWN or node.id in KNOWN:
            return pattern.id == node.id
        return holes.fit(holes.names, pattern.id, node.id)
    if isinstance(pattern, ast.Constant) and isinstance(node, ast.Constant):
        if not is_constant(pattern, int, float) or not is_constant(node, int, float):
            return pattern.value == node.value
        return holes.fit(holes.constants, repr(pattern.value), repr(node.value))
    if isinstance(pattern, ast.AST) and isinstance(node, ast.AST):
        fields = [field for field in pattern._fields if field not in IGNORED]
        return all(_matches(getattr(pattern, field, None), getattr(node, field, None), holes) for field in fields)
    if isinstance(pattern, list) and isinstance(node, list):
        return len(pattern) == len(node) and all(_matches(*pair, holes) for pair in zip(pattern, node, strict=True))
    return pattern == node


class _Filler(ast.NodeTransformer):
    def __init__(self, holes: _Holes) -> None:
        self.holes = holes

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.copy_location(ast.Name(self.holes.names.get(node.id, node.id), node.ctx), node)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        known = self.holes.constants.get(repr(node.value))
        return ast.parse(known, mode="eval").body if known is not None else node


def _fill(text: str, holes: _Holes) -> str:
    return ast.unparse(_Filler(holes).visit(ast.parse(text)))
