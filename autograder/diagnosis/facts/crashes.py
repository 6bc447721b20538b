"""What Python's own exceptions say for certain of the line that they stopped at."""

import ast
import re
from collections.abc import Callable, Iterator

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts import absent_parts, refused_uses
from autograder.diagnosis.facts.fact import Fact
from autograder.diagnosis.facts.misfits import describe_misfit
from autograder.examination.found import Raised

PAIR = re.compile(r"torch\.return_types\.(max|min|median|mode|sort|topk|kthvalue)\b")
Describe = Callable[[Case, Raised, re.Match[str], list[ast.AST]], str | None]


def find_in_crashes(case: Case) -> Iterator[Fact]:
    """Find what is certain about the exceptions that the student's own lines ended with."""
    for one in case.failed:
        raised = one.raised
        if raised is None or raised.unit is None or raised.line is None:
            continue
        nodes = case.source.nodes_by_line.get((raised.unit, raised.line), [])
        for kind, pattern, describe in KNOWN:
            found = pattern.search(raised.text) if raised.type == kind else None
            text = describe(case, raised, found, nodes) if found else None
            if text:
                yield Fact(text, raised.unit, raised.line)
        # Where a refusal is asked for, that one is missing says more than what goes wrong without it.
        refuses = any("raised" in case.expected(key) for key in one.looks if key in case.asked)
        misfit = None if refuses else describe_misfit(raised.type, raised.text, nodes)
        if misfit:
            yield Fact(misfit, raised.unit, raised.line)


KNOWN: tuple[tuple[str, re.Pattern[str], Describe], ...] = (
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
    ("AssertionError", re.compile(""), refused_uses.describe_assert),
    ("IndexError", re.compile(r"^(?:tuple|list) index out of range"), absent_parts.describe_no_entry),
    ("KeyError", re.compile(r"^'[\w.]+'$"), absent_parts.describe_key),
    ("RuntimeError", re.compile(r"^Boolean value of Tensor with more than one value"), refused_uses.describe_truth),
    ("ValueError", re.compile(r"^The truth value of an array with more than one element"), refused_uses.describe_truth),
    (
        "TypeError",
        re.compile(r"^assigned grad expected to be a Tensor or None but got grad of type (\w+)"),
        refused_uses.describe_grad,
    ),
    (
        "TypeError",
        re.compile(r"'(?:builtin_function_or_method|method|function)' object is not subscriptable"),
        refused_uses.describe_subscript,
    ),
)
