"""Look for repairs while a class is graded: the same mistake in the same code is looked for once."""

import ast
import threading
from collections.abc import Sequence
from dataclasses import replace

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnose import Way
from autograder.diagnosis.repairs.defaults import read_defaults
from autograder.diagnosis.repairs.lessons import Lesson, learn
from autograder.diagnosis.repairs.likeness import count_words
from autograder.diagnosis.repairs.region import digest_region, find_region
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.symptom import find_symptom
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.sentence import Sentence
from autograder.diagnosis.slips import read_slips
from autograder.grading.judges import Judges
from autograder.submissions import Unit

SECONDS = 2.0
UNKNOWN = {"ended": "unknown"}  # a view that no other is like


class Repairs:
    """Find repairs with judges; `seconds` of a processor for each exercise, 0 to look for none."""

    def __init__(self, assignment: Assignment, judges: Judges, seconds: float = SECONDS) -> None:
        self._assignment = assignment
        self._judges = judges
        self._seconds = seconds
        self._learnt: dict[str, tuple[tuple[Lesson, ...], dict[str, int], dict[str, str]]] = {}
        self._known: dict[str, Sentence | None] = {}
        self._lock = threading.Lock()

    def way(self, units: Sequence[Unit]) -> Way | None:
        """Return the way of diagnosis for one submission."""
        return (lambda case: self._find(case, units)) if self._seconds else None

    def _find(self, case: Case, units: Sequence[Unit]) -> Sentence | None:
        # Of what is too large or too deep to be an answer there is no task, and nothing of it is walked through here.
        exercises = tuple(self._assignment.points)
        task = make_task(case, exercises, (), self._seconds)
        if task is None:
            return None
        content = digest_region(units, case.exercise, exercises)
        with self._lock:
            if content in self._known:
                return self._known[content]
            if case.exercise not in self._learnt:
                self._learnt[case.exercise] = (
                    learn_lessons(self._assignment, case.exercise),
                    learn_words(self._assignment, case.exercise),
                    learn_defaults(self._assignment, case.exercise),
                )
            lessons, wanted, defaults = self._learnt[case.exercise]
        found = self._judges.repair(units, replace(task, lessons=lessons, wanted=wanted, defaults=defaults))
        with self._lock:
            self._known[content] = found
        return found


def make_task(case: Case, exercises: tuple[str, ...], lessons: tuple[Lesson, ...], seconds: float) -> Task | None:
    """Return what is to be repaired, or None where no small change can be what is missing."""
    if not case.failed or case.answer is None or any(one.check.status == "not_started" for one in case.checks):
        return None
    # What varies among right answers has no view: to be better than that is no repair.
    if any(key not in case.found.views for one in case.failed for key in one.looks):
        return None
    quickest = sorted(case.failed, key=lambda one: one.check.seconds)
    symptom = find_symptom(case.found, case.exercise, case.table.solution)
    failing = tuple(one.check.id for one in quickest)
    longest = quickest[-1].check.seconds
    own = tuple(lesson for lesson in lessons if lesson.exercise == case.exercise)
    wrong = {one.exercise for one in case.found.checks if one.check.status != "passed"} - {case.exercise}
    seen = [[case.view(key) for key in one.looks] for one in quickest]
    right = [[case.table.solution.get(key, UNKNOWN) for key in one.looks] for one in quickest]
    asked = Task(case.exercise, exercises, failing, longest, symptom, own, seconds, tuple(sorted(wrong)))
    return replace(asked, seen=seen, right=right)


def learn_lessons(assignment: Assignment, exercise: str) -> tuple[Lesson, ...]:
    """Return what the slips of an exercise teach, where the solution is there."""
    slips = [slip for slip in read_slips(assignment.path(".slips.toml")) if slip.exercise == exercise]
    return learn(slips, read_solution(assignment)) if slips else ()


def learn_words(assignment: Assignment, exercise: str) -> dict[str, int]:
    """Return how often words occur in the solution of an exercise."""
    return dict(count_words(_find_solution(assignment, exercise)))


def learn_defaults(assignment: Assignment, exercise: str) -> dict[str, str]:
    """Return the defaults of the arguments that an exercise has."""
    return {
        name: text for node in _find_solution(assignment, exercise)[:1] for name, text in read_defaults(node).items()
    }


def _find_solution(assignment: Assignment, exercise: str) -> list[ast.stmt]:
    source = SourceText(Unit(f"{assignment.module}.py", read_solution(assignment)))
    return [node for _, node in find_region([source], exercise, tuple(assignment.points))]
