"""Where the checks and the probes of a session find the run that they belong to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from autograder.checks.probes import OBSERVER, Probe
from autograder.examination.run import Run


class Runs:
    """Where checks find their run; the session that collects them says how."""

    def knows(self, item: pytest.Item) -> bool:
        """Say whether an item is a check; in a session of theirs, checks are all there is."""
        return True

    def run_of(self, item: pytest.Item) -> Run:
        """Return the run that examines this check's submission."""
        raise NotImplementedError

    def look(self, item: pytest.Item, probe: Probe, given: dict[str, Any]) -> Any:
        """Return what the probe saw of this check's submission."""
        return self.run_of(item).look(item, probe, given)

    def register(self, config: pytest.Config) -> None:
        """Let the checks and the probes of a session find us."""
        config.stash[RUNS] = self
        config.stash[OBSERVER] = self

    @contextmanager
    def taking_over(self, config: pytest.Config) -> Iterator[None]:
        """Let the checks find us instead of whom they found, for a while."""
        before = config.stash[RUNS]
        self.register(config)
        try:
            yield
        finally:
            before.register(config)


RUNS = pytest.StashKey[Runs]()
