"""Look for repairs: try the changes, the likeliest first, and keep those with which all checks pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.diagnosis.repairs.choose import say_both, say_where
from autograder.diagnosis.repairs.lessons import Lesson
from autograder.diagnosis.repairs.propose import propose
from autograder.diagnosis.repairs.region import parse_units
from autograder.diagnosis.repairs.source_text import Edit, SourceText
from autograder.diagnosis.repairs.symptom import Symptom
from autograder.diagnosis.sentence import Sentence
from autograder.submissions import Unit

TRIES_A_SECOND = 300  # what two cores of a laptop do where a probe takes a millisecond
ENOUGH = 3
TRIES_AFTER_ONE = 120  # for repairs that compete with the first that was found
BEGINNINGS = 3
PATIENCE = 3.0  # times the seconds that a search should take


@dataclass(frozen=True)
class Task:
    """What is to be repaired, and how many seconds of a processor that is worth."""

    exercise: str
    exercises: tuple[str, ...]  # of the assignment
    failing: tuple[str, ...]  # the checks that the student's own version fails, the quickest first
    longest: float  # seconds that one of them took
    symptom: Symptom
    lessons: tuple[Lesson, ...]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        symptom = {**vars(self.symptom), "kinds": sorted(self.symptom.kinds)}
        return {**vars(self), "symptom": symptom, "lessons": [vars(lesson) for lesson in self.lessons]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Task":
        """Undo to_dict."""
        symptom = Symptom(frozenset(data["symptom"]["kinds"]), data["symptom"]["line"])
        lessons = tuple(Lesson(**lesson) for lesson in data["lessons"])
        return cls(
            data["exercise"],
            tuple(data["exercises"]),
            tuple(data["failing"]),
            data["longest"],
            symptom,
            lessons,
            data["seconds"],
        )


class Bench(Protocol):
    """Where versions are tried."""

    def count_passed(self, units: Sequence[Unit]) -> int:
        """Return how many of the failing checks, from the first on, a version passes."""
        ...

    def confirm(self, units: Sequence[Unit]) -> bool:
        """Return whether a version passes all checks of the exercise, in a process of its own."""
        ...

    def spent(self) -> float:
        """Return how many seconds of a processor were spent so far; infinitely many to end the search."""
        ...


def find_repair(units: Sequence[Unit], task: Task, bench: Bench) -> Sentence | None:
    """Return what the changes show that make an exercise pass: one change, or else two; None where none does.

    How many changes are tried follows from the task alone, so that a slow machine finds the same; the clock only ends
    what takes several times as long as it should.
    """
    left = iter(range(int(task.seconds * TRIES_A_SECOND)))
    passing, partial = _try_changes(units, task, bench, left, ENOUGH)
    if passing:
        return say_where(passing)
    for first in partial[:BEGINNINGS]:
        passing, _ = _try_changes(_change(units, first), task, bench, left, 1)
        if passing:
            return say_both(first, passing[0])
    return None


def _try_changes(
    units: Sequence[Unit], task: Task, bench: Bench, left: Iterator[int], enough: int
) -> tuple[list[Edit], list[Edit]]:
    """Return the changes with which all checks pass, and those with which some more pass, the best first."""
    passing: list[Edit] = []
    partial: list[tuple[int, Edit]] = []
    last: int | None = None
    lean = [source.without_scripts() for source in parse_units(units)]
    for edit in propose(parse_units(lean), task.exercise, task.exercises, task.symptom, task.lessons):
        if len(passing) >= enough or bench.spent() > PATIENCE * task.seconds:
            break
        at = next(left, None)
        if at is None or at == last:
            break
        count = bench.count_passed(_change(lean, edit))
        if count == len(task.failing) and bench.confirm(_change(units, edit)):
            passing.append(edit)
            last = last or at + TRIES_AFTER_ONE
        elif count:
            partial.append((count, edit))
    partial.sort(key=lambda one: -one[0])
    return passing, [edit for _, edit in partial]


def _change(units: Sequence[Unit], edit: Edit) -> list[Unit]:
    """Return the units with one change; it was made on a version with the same length."""
    return [
        Unit(unit.name, SourceText(unit).splice(edit.splices)) if unit.name == edit.source.name else unit
        for unit in units
    ]
