"""What a person gives an exercise, beside what its checks found: points, words and rubric items."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.results.exercise import Exercise, Manual
from autograder.results.record import Record


@dataclass(frozen=True)
class Item:
    """A rubric item: what it says, and the points that it adds or takes."""

    points: int
    says: str


@dataclass(frozen=True)
class Given:
    """What a person gives one exercise of one student: points in place of, or added to, the automatic ones; words."""

    student: str
    exercise: str
    points: int | None = None
    added: int = 0
    comment: str = ""
    items: tuple[Item, ...] = ()

    def judge(self, exercise: Exercise) -> Exercise:
        """Return the exercise with these points and words; of points below 0 or above the maximum, the nearest."""
        start = exercise.score if self.points is None else self.points
        total = start + self.added + sum(item.points for item in self.items)
        words = [exercise.manual.comment if exercise.manual else "", self.comment, *(item.says for item in self.items)]
        points = min(max(total, 0), exercise.max_score)
        return replace(exercise, manual=Manual(points, "\n".join(filter(None, words))))


def apply_manual(record: Record, given: Iterable[Given]) -> Record:
    """Return the record with what a person gives its student today, whatever it was given before."""
    exercises = {each.name: replace(each, manual=None) if each.manual else each for each in record.exercises}
    for one in given:
        if one.student == record.student and one.exercise in exercises:
            exercises[one.exercise] = one.judge(exercises[one.exercise])
    return replace(record, exercises=tuple(exercises.values()))
