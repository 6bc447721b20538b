"""The pytest hooks of a session of checks: verify what was collected, and turn each outcome into a result."""

from collections.abc import Generator

import pytest

from autograder.checks.marks import exercise_of, forbidden_names_of, verify
from autograder.examination.comparisons import forget_comparisons, keep_comparison
from autograder.examination.outcomes import judge
from autograder.examination.run import FORBIDS, RUNS


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
        """Stop what must not run before anything of it does."""
        self._item = item
        item.config.stash[RUNS].run_of(item).admit(item)

    # Its text comes first, and only the first is used.
    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> list[str] | None:
        """Keep both sides of a failing `assert yours == expected`."""
        return keep_comparison(self._item, op, left, right) if self._item is not None else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn the outcome of a check into its result."""
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            run = item.config.stash[RUNS].run_of(item)
            error = call.excinfo.value if call.excinfo is not None else None
            run.keep(item, *judge(item, run, error))
            forget_comparisons(item)
        return report
