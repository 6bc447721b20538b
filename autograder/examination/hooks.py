"""The pytest hooks of a session of checks: verify what was collected, and turn each outcome into a result."""

from collections.abc import Generator

import pytest

from autograder.checks.marks import exercise_of, forbidden_names_of, stand_ins_of
from autograder.checks.pictures import is_picture
from autograder.checks.verify import verify, verify_names, verify_titles
from autograder.examination.comparisons import forget_comparisons, keep_comparison
from autograder.examination.name_search import FORBIDS
from autograder.examination.outcomes import judge
from autograder.examination.protocol import run_check
from autograder.examination.run import BUILDS_ON, StandIns
from autograder.examination.runs import RUNS
from autograder.results.check import Check

NOT_STARTED = "not started"
RESULT = pytest.StashKey[Check]()


class CheckHooks:
    """Registered by whoever runs checks: a student's self-check or the grading of a class."""

    def __init__(self) -> None:
        self._item: pytest.Item | None = None

    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Refuse checks that could not be graded, with the remedy; an exercise comes after those it builds on."""
        forbids: dict[str, dict[str, str]] = {}
        builds_on: dict[str, StandIns] = {}
        checks = [*filter(_is_check, items)]
        for item in checks:
            verify(item)
            forbids.setdefault(exercise_of(item), {}).update(forbidden_names_of(item))
            if stand_ins := stand_ins_of(item):
                builds_on[exercise_of(item)] = stand_ins
        verify_titles(checks)
        items.sort(key=lambda item: exercise_of(item) in builds_on)
        session.stash[FORBIDS] = forbids
        session.stash[BUILDS_ON] = builds_on

    @pytest.hookimpl(tryfirst=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Refuse a check that asks for what is not there."""
        if _is_check(metafunc.definition):
            verify_names(metafunc)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Stop what must not run before anything of it does."""
        self._item = item if _is_check(item) else None
        if self._item is not None:
            item.config.stash[RUNS].run_of(item).admit(item)

    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a check in place of pytest."""
        if not _is_check(item):
            return None
        for report in run_check(item, item.config.stash[RUNS].run_of(item), nextitem):
            item.ihook.pytest_runtest_logreport(report=report)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_assertrepr_compare(
        self, op: str, left: object, right: object
    ) -> Generator[None, list[list[str] | None], list[list[str] | None]]:
        """Keep both sides of a failing `assert yours == expected`; of the explanations only the first is used."""
        if self._item is None:
            return (yield)
        own = keep_comparison(self._item, op, left, right)
        try:
            return [own, *(yield)]
        # Before its version 9.1, pytest cannot explain anything in a judge, which has no terminal.
        except AssertionError:
            return [own]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn the outcome of a check into its result; tell pytest no more than that it failed or is not started."""
        has_ended = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
        if not has_ended or not _is_check(item):
            return (yield)
        run = item.config.stash[RUNS].run_of(item)
        error = call.excinfo.value if call.excinfo is not None else None
        check, excess, revealed = judge(item, run, error)
        run.keep(item, check, excess, revealed)
        forget_comparisons(item)
        item.stash[RESULT] = check
        # Nobody is to look further into an exception that is ours; what of it to show takes longer than a check.
        call.excinfo = None
        report = yield
        # A probe that finds something wrong is no set-up that broke.
        report.when = "call"
        if check.status == "not_started":
            report.outcome = "skipped"
            report.longrepr = (str(item.path), (item.location[1] or 0) + 1, NOT_STARTED)
        elif error is not None:
            report.outcome, report.longrepr = "failed", check.title
        return report


def _is_check(item: pytest.Item) -> bool:
    runs = item.config.stash.get(RUNS, None)
    return (runs is None or runs.knows(item)) and not is_picture(item)
