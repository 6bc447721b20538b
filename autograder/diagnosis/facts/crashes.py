"""What Python's own exceptions say of the line that they stopped at: the mistake itself, or only where it shows."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts import absent_parts, refused_uses
from autograder.diagnosis.facts.fact import Fact
from autograder.diagnosis.facts.misfits import MISFITS, describe_misfit
from autograder.examination.found import ExaminedCheck, Raised

PAIR = re.compile(r"torch\.return_types\.(max|min|median|mode|sort|topk|kthvalue)\b")
EMPTY = ("TypeError", "ValueError")
Describe = Callable[[Case, Raised, re.Match[str], list[ast.AST]], str | None]
Row = tuple[str, re.Pattern[str], Describe]  # the kind of an exception, what it says, and what that means


def find_in_crashes(case: Case) -> Iterator[Fact]:
    """Find exceptions that name the mistake, which stands in the very line that they stopped at."""
    for one in case.failed:
        yield from _describe(case, one, NAMING)


def find_stops(case: Case) -> Iterator[Fact]:
    """Find what does not fit or is not there at the line where Python stopped; what led to it may stand elsewhere."""
    for one in case.failed:
        # Where a refusal is asked for, that one is missing says more than what goes wrong without it.
        if not any("raised" in case.expected(key) for key in one.looks if key in case.asked):
            yield from _describe(case, one, STOPPING)


def _describe(case: Case, one: ExaminedCheck, rows: Sequence[Row]) -> Iterator[Fact]:
    raised = one.raised
    if raised is None or raised.unit is None or raised.line is None:
        return
    nodes = case.source.nodes_by_line.get((raised.unit, raised.line), [])
    for kind, pattern, describe in rows:
        found = pattern.search(raised.text) if raised.type == kind else None
        text = describe(case, raised, found, nodes) if found else None
        if text:
            yield Fact(text, raised.unit, raised.line)


def _describe_misfit(case: Case, raised: Raised, found: re.Match[str], nodes: list[ast.AST]) -> str | None:
    return describe_misfit(raised.type, raised.text, nodes)


NAMING: tuple[Row, ...] = (
    (
        "AttributeError",
        re.compile(r"^'NoneType' object has no attribute '(\w+)'"),
        absent_parts.describe_none_attribute,
    ),
    ("TypeError", re.compile(r"unsupported operand type.*'NoneType'"), absent_parts.describe_none_operand),
    ("TypeError", re.compile(r"bad operand type .*'NoneType'"), absent_parts.describe_none_operand),
    ("TypeError", re.compile(r"must be (?:a )?Tensor, not NoneType"), absent_parts.describe_none_operand),
    (
        "AttributeError",
        re.compile(r"^cannot assign (?:module|parameters?) before Module.__init__"),
        refused_uses.describe_no_super,
    ),
    ("AttributeError", PAIR, refused_uses.describe_pair),
    ("TypeError", PAIR, refused_uses.describe_pair),
    ("AttributeError", re.compile(r"^'(\w+)' object has no attribute '(\w+)'"), absent_parts.describe_attribute),
    ("AttributeError", re.compile(r"^module '([\w.]+)' has no attribute '(\w+)'"), absent_parts.describe_module),
    ("TypeError", re.compile(r"^object of type '(\w+)' has no len\(\)"), refused_uses.describe_length),
    ("TypeError", re.compile(r"^'(tuple|torch\.Size)' object does.*item"), refused_uses.describe_fixed),
    ("AssertionError", re.compile(""), refused_uses.describe_assert),
    ("KeyError", re.compile(""), absent_parts.describe_first_time),
    (
        "RuntimeError",
        re.compile("^Trying to backward through the graph a second time"),
        refused_uses.describe_spent_graph,
    ),
    ("RuntimeError", re.compile(r"^Boolean value of Tensor with more than one value"), refused_uses.describe_truth),
    ("ValueError", re.compile(r"^The truth value of an array with more than one element"), refused_uses.describe_truth),
    (
        "TypeError",
        re.compile(r"^assigned grad expected to be a Tensor or None but got grad of type (\w+)"),
        refused_uses.describe_grad,
    ),
    (
        "TypeError",
        re.compile(r"^'(?:type|function|builtin_function_or_method)' object does not support the context manager"),
        refused_uses.describe_context,
    ),
    *((kind, re.compile(r"^(reduce|min|max)\(\) .*\bempty\b"), refused_uses.describe_empty) for kind in EMPTY),
    (
        "TypeError",
        re.compile(r"'(?:builtin_function_or_method|method|function)' object is not subscriptable"),
        refused_uses.describe_subscript,
    ),
)

STOPPING: tuple[Row, ...] = (
    ("AttributeError", re.compile(r"^'(\w+)' object has no attribute '(\w+)'"), absent_parts.describe_plain_attribute),
    ("IndexError", re.compile(r"^(?:tuple|list) index out of range"), absent_parts.describe_no_entry),
    ("KeyError", re.compile(r"^'[\w.]+'$"), absent_parts.describe_key),
    *((kind, re.compile(""), _describe_misfit) for kind in MISFITS),
)
