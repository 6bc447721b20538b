"""Edits that lessons teach: where a student's code has the form of a slip, it may be repaired as the slip is.

The names and constants of a lesson become holes, so that it fits whoever makes the same mistake under other names.
"""

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from autograder.diagnosis.nodes import called, is_constant, plain_word
from autograder.diagnosis.repairs.edit import Edit, Group
from autograder.diagnosis.repairs.lessons import IGNORED, Lesson
from autograder.diagnosis.repairs.place import Place

KNOWN = {*dir(builtins), "torch", "nn", "F", "np", "numpy", "math", "self", "itertools", "sklearn", "copy"}


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


@cache
def _find_own(wrong: str, right: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the constants that stand in one piece of code and not in the other."""
    nodes, kept = (list(ast.walk(ast.parse(text))) for text in (wrong, right))
    names, kept_names = ({node.id for node in each if isinstance(node, ast.Name)} for each in (nodes, kept))
    constants, kept_constants = (
        {repr(node.value) for node in each if isinstance(node, ast.Constant)} for each in (nodes, kept)
    )
    return frozenset(names - kept_names), frozenset(constants - kept_constants)


def apply_lessons(places: Sequence[Place], lessons: Sequence[Lesson]) -> Iterator[Edit]:
    """Yield the edits of all lessons wherever a student's code has the form of the slip."""
    for lesson in lessons:
        wrong = ast.parse(lesson.wrong).body
        for place in places:
            if lesson.is_statement and isinstance(place.node, ast.stmt):
                yield from _mend_statements(place, place.node, wrong, lesson)
            elif not lesson.is_statement and isinstance(place.node, ast.expr):
                yield from _mend_expression(place, place.node, wrong[0], lesson)


def _mend_expression(place: Place, node: ast.expr, wrong: ast.stmt, lesson: Lesson) -> Iterator[Edit]:
    assert isinstance(wrong, ast.Expr)
    if type(wrong.value) is not type(node) or is_constant(node, int, float):
        return
    holes = _Holes.of(lesson)
    if _matches(wrong.value, node, holes) and not _has_already(place, wrong.value, lesson.right):
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


def _matches(pattern: object, node: object, holes: _Holes) -> bool:
    """Return whether two pieces of code have the same form, and note what their names and constants are."""
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.Name) and isinstance(node, ast.Name):
        if pattern.id in KNOWN or node.id in KNOWN:
            return pattern.id == node.id
        return _fits(holes.names, pattern.id, node.id)
    if isinstance(pattern, ast.Constant) and isinstance(node, ast.Constant):
        if not is_constant(pattern, int, float) or not is_constant(node, int, float):
            return pattern.value == node.value
        return _fits(holes.constants, repr(pattern.value), repr(node.value))
    if isinstance(pattern, ast.AST) and isinstance(node, ast.AST):
        fields = [field for field in pattern._fields if field not in IGNORED]
        return all(_matches(getattr(pattern, field, None), getattr(node, field, None), holes) for field in fields)
    if isinstance(pattern, list) and isinstance(node, list):
        return len(pattern) == len(node) and all(_matches(*pair, holes) for pair in zip(pattern, node, strict=True))
    return pattern == node


def _fits(known: dict[str, str], inner: str, outer: str) -> bool:
    """Return whether a hole is empty, or holds the same already; note what it holds."""
    return known.setdefault(inner, outer) == outer


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
