"""Remember what checks asked and saw when they passed: a check that sees the same again passes again."""

import hashlib
import json
from dataclasses import replace

import pytest

from autograder.examination.looks import Question
from autograder.examination.run import Run, add_seconds
from autograder.results.record import Check
from autograder.sandbox.session import Observation

MOST_WAYS = 16  # in which one check is known to pass


class Memory:
    """Know for each check the questions that it asks, one after the other, and the answers with which it passes.

    A check's verdict follows from what it asks and sees, and from nothing else; so most of a class need not be judged
    again. Every submission is asked all the same, in the order in which the check itself asks.
    """

    def __init__(self, most_ways: int = MOST_WAYS, *, failures: bool = False) -> None:
        """Remember at most so many ways of each check; with `failures`, also how it failed, but not by how much."""
        self._most_ways = most_ways
        self._failures = failures
        # From a check and the answers that it has seen so far to what it asks next, or to its result.
        self._next: dict[tuple[str, ...], Question | Check] = {}
        self._ways: dict[str, int] = {}

    def recall(self, item: pytest.Item, run: Run) -> bool:
        """Ask what a check is going to ask; keep its result and return True if it is known for the answers."""
        path: tuple[str, ...] = (item.nodeid,)
        while isinstance(known := self._next.get(path), Question):
            path += (_digest(run.ask(item, known)),)
        if known is None:
            # The check itself asks anew, and finds the answers there.
            run.looks_of(item).clear()
            return False
        run.keep(item, replace(known, seconds=add_seconds(run.looks_of(item))), excess=0.0)
        return True

    def learn(self, item: pytest.Item, run: Run) -> None:
        """Remember what a check that was run last has asked and seen, if it passed or failures are remembered, too."""
        examined, looks = run.examined[-1]
        ways = self._ways.get(item.nodeid, 0)
        if (examined.check.status != "passed" and not self._failures) or ways == self._most_ways:
            return
        # Whoever comes next is asked without stand-ins first.
        if any(look.question.probe.stand_ins for look in looks):
            return
        self._ways[item.nodeid] = ways + 1
        path: tuple[str, ...] = (item.nodeid,)
        for look in looks:
            known = self._next.setdefault(path, replace(look.question, given={}))
            # A check that does not always ask the same, as none should: what it saw answers another question.
            if not isinstance(known, Question) or known.content != look.question.content:
                return
            path += (_digest(look.observation),)
        self._next.setdefault(path, examined.check)


def _digest(observation: Observation) -> str:
    """Return a digest of all that a check can pass by."""
    raised = observation.raised and [observation.raised["types"], observation.raised["text"]]
    seen = json.dumps([observation.kind, observation.tree, raised, observation.used])
    return hashlib.sha256(seen.encode() + observation.body).hexdigest()
