"""Look for repairs while a class is graded: the same mistake in the same code is looked for once."""

import math
import threading
from collections.abc import Sequence
from dataclasses import replace

from autograder.course import Assignment
from autograder.diagnosis.case import Case
from autograder.diagnosis.claims import is_borne_out
from autograder.diagnosis.diagnose import Way
from autograder.diagnosis.repairs.region import digest_region
from autograder.diagnosis.repairs.symptom import find_symptom
from autograder.diagnosis.repairs.task import Known, Task
from autograder.diagnosis.repairs.two_slips import list_pairs
from autograder.diagnosis.sentence import Sentence
from autograder.diagnosis.slips import agree
from autograder.grading.judges import Judges
from autograder.grading.known import learn_exercise
from autograder.submissions import Unit

SECONDS = 2.0
UNKNOWN = {"ended": "unknown"}  # a view that no other is like
QUICK = 0.02  # seconds of a check


class Repairs:
    """Find repairs with judges; `seconds` of a processor for each exercise, 0 to look for none."""

    def __init__(self, assignment: Assignment, judges: Judges, seconds: float = SECONDS) -> None:
        self._assignment = assignment
        self._judges = judges
        self._seconds = seconds
        self._known: dict[str, Known] = {}  # by exercise
        self._said: dict[str, Sentence | None] = {}  # by content
        self._lock = threading.Lock()

    def way(self, units: Sequence[Unit]) -> Way | None:
        """Return the way of diagnosis for one submission."""
        return (lambda case: self._find(case, units)) if self._seconds else None

    def _find(self, case: Case, units: Sequence[Unit]) -> Sentence | None:
        # Of what is too large or too deep to be an answer there is no task, and nothing of it is walked through here.
        exercises = tuple(self._assignment.points)
        task = make_task(case, exercises, self._seconds)
        if task is None:
            return None
        content = digest_region(units, case.exercise, exercises)
        with self._lock:
            if content in self._said:
                return self._said[content]
            if case.exercise not in self._known:
                self._known[case.exercise] = learn_exercise(self._assignment, case.exercise)
            known = self._known[case.exercise]
        # What a slip teaches is said in its words, of code that has what they speak of.
        unsaid = [one.says for one in case.table.list_slips(case.exercise) if not is_borne_out(one, case.answer)]
        task = replace(task, known=known.without(*unsaid), pairs=list_pairs(case, known))
        found = self._judges.repair(units, task)
        with self._lock:
            self._said[content] = found
        return found


def make_task(case: Case, exercises: tuple[str, ...], seconds: float = SECONDS) -> Task | None:
    """Return what is to be repaired, or None where no small change can be what is missing."""
    if not case.failed or case.answer is None or any(one.check.status == "not_started" for one in case.checks):
        return None
    # What varies among right answers has no view: to be better than that is no repair.
    if any(key not in case.found.views for one in case.failed for key in one.looks):
        return None
    refusing = [one for one in case.failed if case.refusals & set(one.looks)]
    quickest = sorted(case.failed, key=lambda one: (one in refusing, _rate_speed(one.check.seconds)))
    results = quickest[: len(quickest) - len(refusing) or len(quickest)]
    symptom = find_symptom(case.found, results, case.table.solution)
    failing = tuple(one.check.id for one in quickest)
    longest = max(one.check.seconds for one in quickest)
    wrong = {one.exercise for one in case.found.checks if one.check.status != "passed"} - {case.exercise}
    seen = [[case.view(key) for key in one.looks] for one in quickest]
    right = [[case.table.solution.get(key, UNKNOWN) for key in one.looks] for one in quickest]
    alike = {
        slip.says
        for slip in case.table.list_slips(case.exercise)
        if any(agree(case.view(key), slip.differs[key]) for key in case.wrong & slip.differs.keys())
    }
    return Task(
        *(case.exercise, exercises, failing, longest, symptom, seconds),
        results=len(results),
        wrong=tuple(sorted(wrong)),
        seen=seen,
        right=right,
        alike=tuple(sorted(alike)),
    )


def _rate_speed(seconds: float) -> int:
    """Return how slow a check is, in steps of eight times: what finer differences say changes from run to run."""
    return round(math.log(max(seconds, QUICK) / QUICK, 8))
