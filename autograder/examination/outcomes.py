"""Turn the outcome of a check into its result: a status, points, and what the student reads."""

import math
import traceback
from typing import Any

import pytest

from autograder.checks.closeness import Mismatch, find_place
from autograder.checks.marks import is_hidden, points_of, refusal_of, title_of
from autograder.examination.comparisons import take_failed
from autograder.examination.disclosure import disclose
from autograder.examination.display import align, count_numbers, show, show_both
from autograder.examination.run import Run, add_seconds, check_id
from autograder.examination.verdicts import Verdict
from autograder.results.check import Check

MAX_PRINTED = 2000
LONGEST_SAID = 2000
LONGEST_MESSAGE = 8000


def judge(item: pytest.Item, run: Run, error: BaseException | None) -> tuple[Check, float, str]:
    """Return a check's result, how far off it was, in allowed differences, and its message for instructors alone.

    That one is empty unless the check is hidden: then it has the inputs and what was expected, too.
    """
    status, line, excess = "passed", None, 0.0
    lines: dict[str, str] = {}
    numbers = 0
    if isinstance(error, Verdict):
        status, line, lines, excess = error.status, error.line, error.lines, math.inf
    elif error is not None:
        status, excess = "failed", error.excess if isinstance(error, Mismatch) else math.inf
        lines, numbers = _explain(item, error, is_hidden(item))
    looks = run.looks_of(item)
    given: dict[str, Any] = {}
    if status not in ("passed", "not_started") and not is_hidden(item):
        given = {name: value for look in looks for name, value in look.question.given.items()}
        # An input's name may be that of a line: what went wrong is told all the same.
        given = {name: value for name, value in given.items() if name not in lines}
        numbers += sum(map(count_numbers, given.values()))
    if is_hidden(item):
        lines.pop("expected", None)
    if lines and looks and (stand_ins := looks[0].question.probe.stand_ins):
        lines["with"] = _say_what_stands_in(stand_ins)
    shown = {name: show(value) for name, value in given.items()}
    message = align(shown | lines)
    check = Check(
        id=check_id(item),
        title=title_of(item),
        status=status,
        score=points_of(item) if error is None else 0,
        max_score=points_of(item),
        hidden=is_hidden(item),
        message=message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + " …",
        # A line's number means nothing without its cell, or its file of several; the message has both.
        line=None if run.inquiry.has_places else line,
        seconds=add_seconds(looks),
        printed="" if status == "passed" or is_hidden(item) else _join_printed(run, item),
        given=sum(len(text.split("\n")) for text in shown.values()),
        numbers=0 if is_hidden(item) else numbers,
        refuses=status == "failed" and refusal_of(item) is not None,
        measures=_take_measures(item),
    )
    return check, excess, _reveal(item, run, error) if error is not None and is_hidden(item) else ""


def _take_measures(item: pytest.Item) -> dict[str, float]:
    """Return the numbers that a check has given to pytest's record_property; the next submission starts without."""
    measures = {name: float(value) for name, value in item.user_properties if isinstance(value, (int, float))}
    item.user_properties.clear()
    return measures


def _reveal(item: pytest.Item, run: Run, error: BaseException) -> str:
    """Return what the message would be if students received the check."""
    shown = {name: show(value) for look in run.looks_of(item) for name, value in look.question.given.items()}
    return align(shown | (error.lines if isinstance(error, Verdict) else _explain(item, error, hidden=False)[0]))


def _explain(item: pytest.Item, error: BaseException, hidden: bool) -> tuple[dict[str, str], int]:
    """Return expected and yours of a failing check, or its own sentence; and how many numbers were compared."""
    if isinstance(error, Mismatch):
        return _show_sides(error.seen, error.right, error.where, hidden)
    if isinstance(error, AssertionError):
        said = str(error).partition("\nassert ")[0].strip()
        if said and not said.startswith("assert ") and not hidden:
            return {"because": said[:LONGEST_SAID]}, 0
        failed = take_failed(item, error)
        return _show_sides(*failed, find_place(*failed), hidden) if failed is not None else ({}, 0)
    # The text of an exception in a hidden check may hold what it expected.
    what = type(error).__name__ if hidden else f"{type(error).__name__}: {error}"[:LONGEST_SAID]
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(item.path)]
    place = f" in line {lines[-1]} of {item.path.name}" if lines else ""
    return {"yours": f"what came back could not be used by the check ({what}{place})"}, 0


def _show_sides(seen: Any, right: Any, where: str, hidden: bool) -> tuple[dict[str, str], int]:
    # "3 entries, not 5" says what a hidden check expects; a place alone does not.
    if hidden and not where.endswith("]"):
        where = ""
    if hidden:
        seen = disclose(seen, right)
    expected, yours = show_both(seen, right, where)
    return {"expected": expected, "yours": yours}, count_numbers(right)


def _say_what_stands_in(names: tuple[str, ...]) -> str:
    listed, checks = " and ".join(names), "do not pass their checks" if names[1:] else "does not pass its checks"
    return f"the course's {listed}, since yours {checks}"


def _join_printed(run: Run, item: pytest.Item) -> str:
    return "".join(look.observation.printed for look in run.looks_of(item))[:MAX_PRINTED]
