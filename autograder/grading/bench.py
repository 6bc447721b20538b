"""The bench of a session of checks: its items run on changed versions of one submission."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.checks.marks import exercise_of
from autograder.course import Limits
from autograder.diagnosis.repairs.search import find_repair
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.sentence import Sentence
from autograder.examination.run import check_id
from autograder.examination.trials import Trials
from autograder.submissions import Unit

SHORTEST = 0.2
LONGER = 4.0
LONGEST = 1.0


@dataclass
class SessionBench:
    """Try versions on the items that a session of pytest has collected."""

    trials: Trials
    failing: Sequence[pytest.Item]
    items: Sequence[pytest.Item]
    is_cancelled: Callable[[], bool]
    _started: float = field(default_factory=time.process_time)

    def count_passed(self, units: Sequence[Unit]) -> int:
        """Return how many of the failing checks, from the first on, a version passes."""
        return len(self.trials.list_passed(units, self.failing))

    def examine(self, units: Sequence[Unit], most: int | None = None) -> tuple[frozenset[int], list[list[Any]]]:
        """Return which of the failing checks, or of the first of them, a version passes, and what each looked at."""
        return self.trials.examine(units, self.failing[:most])

    def confirm(self, units: Sequence[Unit], passed: frozenset[int] | None = None) -> bool:
        """Return whether a version passes all checks of the exercise, or all but those that it may fail."""
        may_fail = [item for at, item in enumerate(self.failing) if passed is not None and at not in passed]
        return self.trials.confirm(units, [item for item in self.items if item not in may_fail])

    def spent(self) -> float:
        """Return the seconds that we and the versions have taken."""
        if self.is_cancelled():
            return float("inf")
        return time.process_time() - self._started + self.trials.used_seconds()


def limit_trials(task: Task) -> Limits:
    """Return the limits of one trial: some times what the student's own version took, whatever that was."""
    return Limits(
        load_seconds=1.0, probe_seconds=min(max(SHORTEST, LONGER * task.longest), 1.0), submission_seconds=2.0
    )


def repair_in_session(
    session: pytest.Session,
    trials: Trials,
    units: Sequence[Unit],
    task: Task,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Sentence | None:
    """Look for a repair with the checks that a session has collected."""
    items = [item for item in session.items if exercise_of(item) == task.exercise]
    by_id = {check_id(item): item for item in items}
    failing = [by_id[name] for name in task.failing if name in by_id]
    bench = SessionBench(trials, failing, items, is_cancelled)
    with trials.taking_over(session.config):
        try:
            return find_repair(units, task, bench) if failing else None
        finally:
            trials.close()
