"""Loops of the exercise's own that nothing ends."""

import ast
from collections.abc import Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.fact import Fact, quote
from autograder.diagnosis.nodes import CHANGING, is_name
from autograder.examination.hangs import read_place

READING = {"len", "print", "range", "min", "max", "sum", "abs", "int", "float"}
IN_PLACE = CHANGING | {"remove", "popleft", "popitem", "step"}
LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Assert)


def find_line(case: Case) -> int | None:
    """Return the line of the exercise's own code that was at work when the time of a check was up, in its unit.

    The code of another exercise that this one needs has a sentence of its own.
    """
    answer = case.answer
    ended = [one.check for one in case.failed if one.check.status == "timed_out"]
    if answer is None or not ended:
        return None
    # A check has a line where there is one file; else its message has the place.
    places = ((answer.unit.name, one.line) if one.line is not None else read_place(one.message) for one in ended)
    unit, line = next(filter(None, places), (None, 0))
    if unit != answer.unit.name:
        return None
    # Of a self-check only this exercise's checks are at hand; slips know the others.
    known = {one.exercise for one in case.found.checks} | {slip.exercise for slip in case.table.slips}
    found = [other for name in known - {case.exercise} if (other := case.source.find(name)) is not None]
    inner = [other.node for other in found if other.unit == answer.unit and not _holds(other.node, answer.node.lineno)]
    return None if any(_holds(node, line) for node in inner) else line


def nodes_of(case: Case, line: int) -> list[ast.AST]:
    """Return the code that begins in a line of the file with the answer."""
    nodes = case.source.nodes_by_line.get((case.answer.unit.name, line), []) if case.answer else []
    return [node for node in nodes if getattr(node, "lineno", None) == line]


def find_endless_loops(case: Case) -> Iterator[Fact]:
    """Find the loop that a check waited for, if its text shows that nothing ends it."""
    line, answer = find_line(case), case.answer
    if line is None or answer is None:
        return
    # What others may set by the same name is not for the loop's text to tell.
    is_shared = any(isinstance(each, ast.Global | ast.Nonlocal) for each in ast.walk(answer.tree))
    for loop in [node for node in nodes_of(case, line) if isinstance(node, ast.While)]:
        inside = [each for statement in loop.body for each in ast.walk(statement)]
        if any(isinstance(each, LEAVING) for each in inside):
            continue
        text = _describe(loop, inside, is_shared)
        if text:
            yield Fact(text, answer.unit.name, loop.lineno)


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _describe(loop: ast.While, inside: list[ast.AST], is_shared: bool) -> str | None:
    if isinstance(loop.test, ast.Constant) and loop.test.value:
        return (
            f"`while {ast.unparse(loop.test)}` goes on until a `break` or a `return`, and there is none in this loop."
        )
    if not is_shared and _is_lasting(loop.test, inside):
        return f"Nothing in this loop changes {quote(loop.test)}, so that it goes round for ever."
    return None


def _is_lasting(test: ast.expr, inside: list[ast.AST]) -> bool:
    """Return whether a test compares names, numbers and lengths that no round of the loop can change."""
    allowed = (ast.Compare, ast.cmpop, ast.Name, ast.Constant, ast.expr_context, ast.BinOp, ast.operator, ast.Call)
    parts = list(ast.walk(test))
    lengths = [each for each in parts if isinstance(each, ast.Call)]
    if not all(isinstance(each, allowed) for each in parts) or not all(is_name(each.func, "len") for each in lengths):
        return False
    names = {each.id for each in parts if isinstance(each, ast.Name)} - {"len"}
    return not any(_can_change(each, names) for each in inside)


def _can_change(node: ast.AST, names: set[str]) -> bool:
    """Return whether code sets one of the names, or may change in place what one of them names."""
    match node:
        case ast.Name(id=name, ctx=context):
            return name in names and not isinstance(context, ast.Load)
        case ast.Call(func=ast.Attribute(attr=name)) if name.endswith("_") or name in IN_PLACE:
            return True
        case ast.Call(func=function, args=given) if not (isinstance(function, ast.Name) and function.id in READING):
            return any(isinstance(each, ast.Name | ast.Starred) for each in given)
        case ast.Subscript(ctx=context):
            return not isinstance(context, ast.Load)
    return isinstance(node, ast.Delete)
