"""What a class's points say of the checks: how hard they are, whom they tell apart, and how far to trust the sum."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results import Record

WEAK = (
    0.2  # a discrimination below it says little (Ebel & Frisbie, Essentials of Educational Measurement, 1991, p. 232)
)


@dataclass(frozen=True)
class Item:
    """One check or exercise over a class: how many have all points, some, or none."""

    exercise: str
    id: str
    title: str
    max_score: int
    full: int
    part: int
    zero: int
    difficulty: float  # the mean share of its points, 0 to 1: a high one is easy
    discrimination: float | None  # None where everybody has the same

    @property
    def remark(self) -> str:
        """Say what an instructor should look at; nothing where all is well."""
        if not self.part + self.zero:
            return "nobody fails it"
        if not self.full + self.part:
            return "everybody fails it"
        if self.discrimination is not None and self.discrimination < -max(WEAK / 2, self._noise):
            return "better students fail it more often"
        return ""

    @property
    def _noise(self) -> float:
        """Return how far from 0 the discrimination lies by chance, in 19 of 20 classes: twice 1/√n of n students."""
        return 2 / math.sqrt(self.full + self.part + self.zero)

    @property
    def meaning(self) -> str:
        """Say in words what the discrimination means."""
        if self.discrimination is None:
            # Else it is the rest of the points that everybody has the same of.
            is_same = self.full + self.part + self.zero in (self.full, self.zero)
            return "all have the same" if is_same else "cannot be told here"
        return "tells little" if self.discrimination < WEAK else "tells strong from weak"


def list_checks(records: Sequence[Record]) -> list[Item]:
    """Return one item for each check, in the order of the records."""
    titles = {
        (exercise.name, check.id): (check.title, check.max_score)
        for record in records
        for exercise in record.exercises
        for check in exercise.checks
    }
    totals = [record.score for record in records]
    return [_measure(key, *titles[key], scores, totals) for key, scores in _list_scores(records).items()]


def list_exercises(records: Sequence[Record]) -> list[Item]:
    """Return one item for each exercise; a person's points count."""
    most = {exercise.name: exercise.max_score for record in records for exercise in record.exercises}
    scores = [{exercise.name: exercise.score for exercise in record.exercises} for record in records]
    totals = [record.score for record in records]
    return [_measure((name, ""), name, most[name], [one.get(name, 0) for one in scores], totals) for name in most]


def _list_scores(records: Sequence[Record]) -> dict[tuple[str, str], list[int]]:
    """Return the points of all students for each check, by its exercise and id; 0 where a record does not have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for at, record in enumerate(records):
        for exercise in record.exercises:
            for check in exercise.checks:
                found.setdefault((exercise.name, check.id), [0] * len(records))[at] = check.score
    return found


def correlate_with_rest(scores: Sequence[int], totals: Sequence[int]) -> float | None:
    """Return the corrected item-total correlation: of an item's scores with the totals less the item itself.

    Pearson's r; "corrected" since an item correlates with a sum that it is part of (Henrysson 1963). None where either
    is the same for all.
    """
    rest = [total - score for score, total in zip(scores, totals, strict=True)]
    if len(set(scores)) < 2 or len(set(rest)) < 2:
        return None
    return statistics.correlation(scores, rest)


def measure_reliability(items: Sequence[Sequence[int]]) -> float | None:
    """Return Cronbach's alpha of k items, each the scores of all students: k/(k−1) · (1 − Σ var(item) / var(sum)).

    Cronbach, Psychometrika 16 (1951). None for fewer than two items or students, or if all have the same sum.
    """
    if len(items) < 2 or len(items[0]) < 2:
        return None
    total = float(statistics.pvariance([sum(scores) for scores in zip(*items, strict=True)]))
    if total == 0:
        return None
    return len(items) / (len(items) - 1) * (1 - sum(float(statistics.pvariance(scores)) for scores in items) / total)


def measure_class(records: Sequence[Record]) -> float | None:
    """Return the reliability of a class's points, with the checks as items."""
    return measure_reliability(list(_list_scores(records).values()))


def _measure(key: tuple[str, str], title: str, most: int, scores: list[int], totals: list[int]) -> Item:
    full = sum(score == most for score in scores)
    zero = sum(score == 0 for score in scores) if most else 0
    return Item(
        exercise=key[0],
        id=key[1],
        title=title,
        max_score=most,
        full=full,
        part=len(scores) - full - zero,
        zero=zero,
        difficulty=statistics.fmean(scores) / most if most and scores else 0.0,
        discrimination=correlate_with_rest(scores, totals),
    )
