"""What a search for repairs is told: the exercise, what fails in it, what is known of right code, and its budget."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import msgspec

from autograder.diagnosis.repairs.lessons import Lesson
from autograder.diagnosis.repairs.symptom import Symptom
from autograder.diagnosis.slips import Slip


@dataclass(frozen=True)
class Known:
    """What is known of right code of an exercise. It is of the solution: nothing where that is not at hand."""

    lessons: tuple[Lesson, ...] = ()
    words: dict[str, int] = field(default_factory=dict)  # how often each occurs
    defaults: dict[str, str] = field(default_factory=dict)  # of arguments
    module: str = ""  # the file's name
    solution: str = ""
    slips: tuple[Slip, ...] = ()

    def without(self, *says: str) -> Self:
        """Return the same as if the authors of some slips had not thought of them."""
        return replace(self, lessons=tuple(lesson for lesson in self.lessons if lesson.says not in says))


@dataclass(frozen=True)
class Task:
    """What is to be repaired, and how many seconds of a processor that is worth."""

    exercise: str
    exercises: tuple[str, ...]  # of the assignment
    failing: tuple[str, ...]  # the checks that the student's own version fails, the much quicker ones first
    longest: float  # seconds that one of them took
    symptom: Symptom
    seconds: float
    known: Known = Known()
    # How many of the failing checks look at results; those of refusals come after. All of them, if there are no others.
    results: int = 0
    wrong: tuple[str, ...] = ()  # exercises that are wrong: where this one builds on them, ours stand in
    # Of each failing check: views of what it looks at, in the student's own version and in a right one.
    seen: Sequence[Sequence[Any]] = ()
    right: Sequence[Sequence[Any]] = ()
    pairs: tuple[tuple[Slip, Slip], ...] = ()  # that may be there together
    alike: tuple[str, ...] = ()  # what is said of the slips as which the answer behaves somewhere, and wrongly

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data, without the slips: they are told by `lessons` and `pairs`."""
        told = replace(self, known=replace(self.known, slips=()))
        data: dict[str, Any] = msgspec.to_builtins(told, order="deterministic")
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Task":
        """Undo to_dict."""
        return msgspec.convert(data, cls)
