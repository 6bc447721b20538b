"""The pytest hooks of a session of checks: verify what was collected, and turn each outcome into a result."""

import math
import traceback
from collections.abc import Generator
from typing import Any

import pytest

from autograder.checks.closeness import Mismatch, find_place
from autograder.checks.marks import exercise_of, forbidden_names_of, is_hidden, points_of, title_of, verify
from autograder.examination.display import align, show, show_both
from autograder.examination.run import FORBIDS, RUNS, Run, add_seconds
from autograder.examination.verdicts import Verdict
from autograder.results.record import Check

COMPARED = pytest.StashKey[tuple[str, Any, Any]]()
MAX_PRINTED = 2000


class CheckHooks:
    """Registered by whoever runs checks: a student's self-check or the grading of a class."""

    def __init__(self) -> None:
        self._item: pytest.Item | None = None

    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Refuse checks that could not be graded, with the remedy."""
        forbids: dict[str, dict[str, str]] = {}
        for item in items:
            verify(item)
            forbids.setdefault(exercise_of(item), {}).update(forbidden_names_of(item))
        session.stash[FORBIDS] = forbids
        # Nobody reads pytest's own traceback of a failed check, and writing it costs more than the check.
        session.config.option.tbstyle = "no"

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Look for forbidden names before anything runs."""
        self._item = item
        found = item.config.stash[RUNS].run_of(item).find_forbidden(item)
        if found is not None:
            raise Verdict("failed", {"yours": found.message}, found.line)

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keep both sides of a failing `assert yours == expected`."""
        if self._item is not None and op in ("==", "is"):
            self._item.stash[COMPARED] = (op, left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn the outcome of a check into its result."""
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            run = item.config.stash[RUNS].run_of(item)
            error = call.excinfo.value if call.excinfo is not None else None
            run.keep(item, *_judge(item, run, error))
            if COMPARED in item.stash:
                del item.stash[COMPARED]
        return report


def _judge(item: pytest.Item, run: Run, error: BaseException | None) -> tuple[Check, float]:
    """Return a check's result and how far off it was, in allowed differences."""
    status, line, excess = "passed", None, 0.0
    lines: dict[str, str] = {}
    if isinstance(error, Verdict):
        status, line, lines, excess = error.status, error.line, error.lines, math.inf
    elif error is not None:
        status, excess = "failed", error.excess if isinstance(error, Mismatch) else math.inf
        lines = _explain(item, error)
    looks = run.looks_of(item)
    if status not in ("passed", "not_started") and not is_hidden(item):
        lines = {name: show(value) for look in looks for name, value in look.question.given.items()} | lines
    if is_hidden(item):
        lines.pop("expected", None)
    score = points_of(item) if error is None else 0
    check = Check(
        id=f"{item.path.name}::{item.parent.name}::{item.name}" if item.parent else item.nodeid,
        title=title_of(item),
        status=status,
        score=score,
        max_score=points_of(item),
        hidden=is_hidden(item),
        message=align(lines),
        # In a notebook a line's number means nothing without its cell; the message has both.
        line=None if run.is_notebook else line,
        seconds=add_seconds(looks),
        printed="" if status == "passed" or is_hidden(item) else _printed(run, item),
    )
    return check, excess


def _explain(item: pytest.Item, error: BaseException) -> dict[str, str]:
    """Return expected and yours of a failing check, or its own sentence."""
    if isinstance(error, Mismatch):
        expected, yours = show_both(error.seen, error.right, error.where)
        return {"expected": expected, "yours": yours}
    compared = item.stash.get(COMPARED, None)
    if isinstance(error, AssertionError):
        said = str(error).partition("\nassert ")[0].strip()
        if said and not said.startswith("assert ") and not is_hidden(item):
            return {"because": said}
        if compared is not None:
            _, seen, right = compared
            expected, yours = show_both(seen, right, find_place(seen, right))
            return {"expected": expected, "yours": yours}
        return {}
    # The text of an exception in a hidden check may hold what it expected.
    what = type(error).__name__ if is_hidden(item) else f"{type(error).__name__}: {error}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(item.path)]
    place = f" in line {lines[-1]} of {item.path.name}" if lines else ""
    return {"yours": f"what came back could not be used by the check ({what}{place})"}


def _printed(run: Run, item: pytest.Item) -> str:
    printed = "".join(look.observation.printed for look in run.looks_of(item))
    return printed[:MAX_PRINTED]
