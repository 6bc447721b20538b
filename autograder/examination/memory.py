"""Remember what checks asked and saw, and what came of it: a check that sees the same again comes out the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from autograder.examination.looks import Look, Question, digest
from autograder.examination.run import Run, add_seconds
from autograder.results.check import Check

MOST_WAYS = 16  # in which one check is known to pass
MOST_FAILURES = 64  # in which one is known to fail: there are more ways to be wrong


@dataclass(frozen=True)
class _Result:
    check: Check
    excess: float
    revealed: str


class Memory:
    """Know for each check the questions that it asks, one after the other, and with which answers it passes or fails.

    A check's verdict follows from what it asks and sees, and from nothing else; so most of a class need not be judged
    again. Every submission is asked all the same, in the order in which the check itself asks. What a failing check
    says may follow from the student's text as well, by an exception's line or by what was printed; such ones are run.
    """

    def __init__(
        self, most_ways: int = MOST_WAYS, most_failures: int = MOST_FAILURES, *, verdicts_alone: bool = False
    ) -> None:
        """Remember at most so many ways of each check; with `verdicts_alone`, what a check says need not be right."""
        self._most = {True: most_ways, False: most_failures}
        self._verdicts_alone = verdicts_alone
        # From a check and the answers that it has seen so far to what it asks next, or to its result.
        self._next: dict[tuple[str, ...], Question | _Result] = {}
        self._questions: dict[tuple[str, str], Question] = {}
        self._ways: dict[tuple[str, bool], int] = {}

    def recall(self, item: pytest.Item, run: Run) -> bool:
        """Ask what a check is going to ask; keep its result and return True if it is known for the answers."""
        path: tuple[str, ...] = (item.nodeid,)
        while isinstance(known := self._next.get(path), Question):
            path += (digest(run.ask(item, known)),)
        if known is None or not self._is_all(known.check, item, run, run.looks_of(item)):
            # The check itself asks anew, and finds the answers there.
            run.looks_of(item).clear()
            return False
        check = replace(known.check, seconds=add_seconds(run.looks_of(item)))
        run.keep(item, check, known.excess, known.revealed)
        return True

    def learn(self, item: pytest.Item, run: Run) -> None:
        """Remember what a check that was run last has asked and seen, and its result if that is all there is to it."""
        examined, looks = run.examined[-1]
        way = item.nodeid, examined.check.status == "passed"
        known_ways = self._ways.get(way, 0)
        # Whoever comes next is asked without stand-ins first.
        if known_ways == self._most[way[1]] or any(look.question.probe.stand_ins for look in looks):
            return
        if not self._is_all(examined.check, item, run, looks):
            return
        self._ways[way] = known_ways + 1
        path: tuple[str, ...] = (item.nodeid,)
        for look in looks:
            asked = item.nodeid, look.question.content
            question = self._questions.setdefault(asked, replace(look.question, given={}))
            known = self._next.setdefault(path, question)
            # A check that does not always ask the same, as none should: what it saw answers another question.
            if not isinstance(known, Question) or known.content != look.question.content:
                return
            path += (digest(look.observation),)
        self._next.setdefault(path, _Result(examined.check, examined.excess, examined.revealed))

    def _is_all(self, check: Check, item: pytest.Item, run: Run, looks: Sequence[Look]) -> bool:
        """Say whether a result follows from what was seen alone."""
        if check.status == "passed" or self._verdicts_alone:
            return True
        # With a stand-in for another exercise, the check may pass yet; one that asked nothing was not let run.
        if run.find_stand_ins(item) or not looks:
            return False
        return all(map(_says_all, looks))


def _says_all(look: Look) -> bool:
    """Say whether an observation is a value, or the exception that is wanted, and nothing was printed or forbidden."""
    seen = look.observation
    wanted = look.refusal or look.question.probe.wanted.exception
    is_value = seen.kind == "saw" or (seen.kind == "raised" and wanted in seen.raised["types"])
    return is_value and not seen.used and not seen.printed
