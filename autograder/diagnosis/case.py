"""One failing exercise, as every way of diagnosis sees it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder.diagnosis.slips import SlipTable, agree, is_refusal
from autograder.diagnosis.source import Answer, Source
from autograder.examination.found import Examination, ExaminedCheck
from autograder.results.check import rank_failure


@dataclass(frozen=True)
class Case:
    """What was found of one exercise, what is known of its slips, and the student's source.

    Hidden observations are there while grading; whatever is said of them must not let anyone work out what was
    expected: `hidden` names them.
    """

    found: Examination
    exercise: str
    table: SlipTable
    source: Source

    @cached_property
    def checks(self) -> tuple[ExaminedCheck, ...]:
        """Return the exercise's own checks."""
        return tuple(one for one in self.found.checks if one.exercise == self.exercise)

    @cached_property
    def failed(self) -> tuple[ExaminedCheck, ...]:
        """Return the checks that found something wrong, first the one that reports show in full."""
        return tuple(
            sorted((one for one in self.checks if one.check.went_wrong), key=lambda one: rank_failure(one.check))
        )

    @cached_property
    def asked(self) -> frozenset[str]:
        """Return the observations that can be compared with the solution's."""
        known = self.found.views.keys() & self.table.solution.keys()
        return frozenset(key for one in self.checks for key in one.looks if key in known)

    @cached_property
    def right(self) -> frozenset[str]:
        """Return the observations that are like the solution's."""
        return frozenset(key for key in self.asked if agree(self.view(key), self.expected(key)))

    @cached_property
    def wrong(self) -> frozenset[str]:
        """Return the observations of failed checks that are unlike the solution's."""
        return frozenset(key for one in self.failed for key in one.looks if key in self.asked and key not in self.right)

    @cached_property
    def refusals(self) -> frozenset[str]:
        """Return the observations in which something is to be refused."""
        return frozenset(key for key in self.asked if is_refusal(self.expected(key)))

    @cached_property
    def is_endless(self) -> bool:
        """Return whether time was up in a check, so that others were not run: what is not known may be wrong, too."""
        return any(one.check.status == "timed_out" for one in self.failed)

    @cached_property
    def free(self) -> frozenset[str]:
        """Return the observations that a check was content with though the solution's are others."""
        passed = {key for one in self.checks if one.check.status == "passed" for key in one.looks}
        return frozenset(passed & self.asked - self.right)

    @cached_property
    def answer(self) -> Answer | None:
        """Return the student's definition, if there is one that can be read."""
        return self.source.find(self.exercise)

    def view(self, key: str) -> Any:
        """Return what an observation of the student's code looks like."""
        return self.found.views[key]

    def expected(self, key: str) -> Any:
        """Return what the same observation of the solution looks like."""
        return self.table.solution[key]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Return the observations that only hidden checks ask for."""
        shown = {key for one in self.checks if not one.check.hidden for key in one.looks}
        return frozenset(key for one in self.checks for key in one.looks if key not in shown)
