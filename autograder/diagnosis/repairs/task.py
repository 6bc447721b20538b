"""What a search for repairs is told: the exercise, what fails in it, what is known of right code, and its budget."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.diagnosis.repairs.lessons import Lesson
from autograder.diagnosis.repairs.symptom import Symptom


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
    wrong: tuple[str, ...] = ()  # exercises that are wrong: where this one builds on them, ours stand in
    wanted: dict[str, int] = field(default_factory=dict)  # how often words occur in the solution
    defaults: dict[str, str] = field(default_factory=dict)  # of the solution's arguments
    # Of each failing check: views of what it looks at, in the student's own version and in a right one.
    seen: Sequence[Sequence[Any]] = ()
    right: Sequence[Sequence[Any]] = ()

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
            tuple(data["wrong"]),
            data["wanted"],
            data["defaults"],
            data["seen"],
            data["right"],
        )
