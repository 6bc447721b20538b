"""Try changed versions of a submission: how many of some checks, from the first on, does this one pass?

One process runs many versions, each as a fresh module. So what is found here is only a promise, to be kept by a full
examination. A version that hangs or crashes takes the process with it, and the next one has a new process.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pytest

from autograder.course import Limits
from autograder.examination.inquiry import Inquiry
from autograder.examination.memory import Memory
from autograder.examination.run import Run
from autograder.examination.runs import Runs
from autograder.examination.views import View
from autograder.sandbox.session import Sandboxing, SubmissionSandbox
from autograder.submissions import Unit

# So many share a process: few enough that none comes near its limits by what others used.
A_PROCESS = 64
MOST_WAYS = 5000


@dataclass
class Trials(Runs):
    """Try versions of a submission, one after the other."""

    how: Sandboxing
    limits: Limits  # of a trial: one that never ends should not cost as much as many others
    full_limits: Limits
    wrong: Collection[str] = ()  # exercises other than the one that is tried
    used: float = 0.0  # seconds of a processor, by processes that have ended
    _memory: Memory = field(default_factory=lambda: Memory(MOST_WAYS, MOST_WAYS, verdicts_alone=True))
    _sandbox: SubmissionSandbox | None = None
    _tried: int = 0
    _run: Run | None = None

    def run_of(self, item: pytest.Item) -> Run:
        """Return the run of the version that is being tried."""
        assert self._run is not None
        return self._run

    def list_passed(self, units: Sequence[Unit], items: Sequence[pytest.Item]) -> frozenset[int]:
        """Return which checks a version passes, by their numbers, up to the first that it does not."""
        return _list_passed(self._try(units, items, to_the_end=False))

    def examine(self, units: Sequence[Unit], items: Sequence[pytest.Item]) -> tuple[frozenset[int], list[list[View]]]:
        """Return which of all checks a version passes, and what each of them has looked at."""
        trial = self._try(units, items, to_the_end=True)
        views = trial.describe(all_views=True).views
        return _list_passed(trial), [[views.get(key) for key in one.looks] for one, _ in trial.examined]

    def _try(self, units: Sequence[Unit], items: Sequence[pytest.Item], *, to_the_end: bool) -> Run:
        inquiry = Inquiry(self.how, units, self.limits, opened=self._load(units))
        # Forbidden names are for the full examination, here and while probes run.
        self._run = trial = Run(inquiry, wrong=self.wrong, searched=False)
        for item in items:
            if not self._memory.recall(item, trial):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
                self._memory.learn(item, trial)
            if trial.has_failed() and not to_the_end:
                break
        return trial

    def confirm(self, units: Sequence[Unit], items: Sequence[pytest.Item]) -> bool:
        """Return whether a version passes all checks in a process of its own, and uses nothing that is forbidden."""
        self._run = run = Run(Inquiry(self.how, units, self.full_limits), wrong=self.wrong)
        for item in items:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            if run.has_failed():
                break
        run.finish()
        return not run.has_failed()

    def used_seconds(self) -> float:
        """Return how many seconds of a processor the versions have used so far."""
        return self.used + (self._sandbox.used_seconds() if self._sandbox is not None else 0.0)

    def close(self) -> None:
        """End the process."""
        if self._sandbox is not None:
            self._sandbox.close()
            self.used += self._sandbox.used_seconds()
            self._sandbox = None

    def _load(self, units: Sequence[Unit]) -> SubmissionSandbox:
        named = [(unit.name, unit.text) for unit in units]
        if self._sandbox is None or self._tried % A_PROCESS == 0:
            self.close()
            self._sandbox = SubmissionSandbox(self.how, named, load_seconds=self.limits.load_seconds)
        else:
            self._sandbox.load_instead(named)
        self._tried += 1
        return self._sandbox


def _list_passed(trial: Run) -> frozenset[int]:
    return frozenset(at for at, (one, _) in enumerate(trial.examined) if one.check.status == "passed")
