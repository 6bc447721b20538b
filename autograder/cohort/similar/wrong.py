"""Answers that are wrong in the same rare way: what the probes saw of them is equal, and of few others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from autograder.results import Record

LEAST_EXERCISES = 2  # in one exercise two may make the same rare mistake by chance


def find_wrong_alike(records: Sequence[Record]) -> Mapping[tuple[int, int], frozenset[str]]:
    """Return, for pairs of records by number, the exercises in which these two alone went wrong in the same way."""
    ways = [
        {
            (exercise.name, check.id, check.seen)
            for exercise in record.exercises
            for check in exercise.checks
            if check.seen
        }
        for record in records
    ]
    having = Counter(way for one in ways for way in one)
    sharing: dict[tuple[str, str, str], list[int]] = {}
    for number, one in enumerate(ways):
        for way in one:
            if having[way] == 2:
                sharing.setdefault(way, []).append(number)
    found: dict[tuple[int, int], set[str]] = {}
    for (exercise, _, _), numbers in sharing.items():
        for pair in combinations(numbers, 2):
            found.setdefault(pair, set()).add(exercise)
    return {pair: frozenset(names) for pair, names in found.items() if len(names) >= LEAST_EXERCISES}
