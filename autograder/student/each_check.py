"""Tell pytest of each check what editors and `--junitxml` show: the sentence, the title, input, expected and yours."""

from collections.abc import Callable

import pytest

from autograder.checks.marks import exercise_of
from autograder.examination.hooks import RESULT
from autograder.examination.protocol import run_check
from autograder.examination.runs import RUNS
from autograder.reports.failures import put_in_words
from autograder.results import Exercise


class EachCheck:
    """Report the checks of an exercise together, once all of them have run: then its sentence is known."""

    def __init__(self, knows: Callable[[pytest.Item], bool], explain: Callable[[pytest.Item], Exercise]) -> None:
        self._knows = knows
        self._explain = explain
        self._held: list[tuple[pytest.Item, list[pytest.TestReport]]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run a check in place of pytest, which would tell of it at once."""
        if not self._knows(item):
            return None
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        self._held.append((item, run_check(item, item.config.stash[RUNS].run_of(item), nextitem)))
        # Whoever wants to stop at the first failure cannot wait for the others.
        if item.config.option.maxfail or nextitem is None or _belongs_to(nextitem) != _belongs_to(item):
            self._tell()
        return True

    def _tell(self) -> None:
        held, self._held = self._held, []
        exercise = self._explain(held[0][0])
        found = {check.id: check for check in exercise.checks}
        for item, reports in held:
            check = found[item.stash[RESULT].id]
            for report in reports:
                # Not as it was when it ended: what other checks of the exercise saw may have turned it.
                if report.when == "call" and check.went_wrong:
                    report.outcome, report.longrepr = "failed", put_in_words(check, exercise.sentence or "")
                item.ihook.pytest_runtest_logreport(report=report)
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _belongs_to(item: pytest.Item) -> tuple[str, str]:
    return str(item.path.parent), exercise_of(item)
