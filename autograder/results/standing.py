"""How a class stands: every result in outline, small enough that tens of thousands fit into memory."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from sys import intern
from typing import Any

from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record
from autograder.results.store import Store, insist_on_results


class Standing:
    """The results of a class as they were found, and as they are from then on, by student.

    An outline is a record without what only its own student reads: messages, prints, lines and seconds of checks.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._outlines: dict[str, Record] = {}
        self._shared: dict[Any, Any] = {}  # most of a class passes the same checks: what is alike is kept once
        for record in records:
            self.put(record)

    def __iter__(self) -> Iterator[Record]:
        return iter(list(self._outlines.values()))

    def __len__(self) -> int:
        return len(self._outlines)

    def get(self, student: str) -> Record | None:
        """Return the outline of a student's result, if there is one."""
        return self._outlines.get(student)

    def put(self, record: Record) -> Record:
        """Take a student's new result in place of the one before, and return its outline."""
        graded_with = self._shared.setdefault(tuple(sorted(record.graded_with.items())), record.graded_with)
        self._outlines[intern(record.student)] = outline = replace(
            record,
            assignment=intern(record.assignment),
            student=intern(record.student),
            graded_with=graded_with,
            exercises=tuple(map(self._draw, record.exercises)),
        )
        return outline

    def remove(self, student: str) -> None:
        """Forget a student's result."""
        self._outlines.pop(student, None)

    def is_current(self, student: str, sha256: str | None, graded_with: dict[str, str]) -> bool:
        """Say whether grading this content with these checks and versions would only give the same result again."""
        record = self.get(student)
        # A submission that could not be read has no hash, so nothing tells whether it is still the same.
        if record is None or sha256 is None:
            return False
        return record.sha256 == sha256 and record.graded_with == graded_with

    def _draw(self, exercise: Exercise) -> Exercise:
        alike = tuple((check.id, check.status, check.score, check.max_score) for check in exercise.checks)
        checks: tuple[Check, ...] | None = self._shared.get(alike)
        if checks is None:
            checks = self._shared[alike] = tuple(map(_draw_check, exercise.checks))
        # By the tuple's own place in memory: it stays there, and to hash all that is in it takes long.
        same = (
            exercise.name,
            id(checks),
            exercise.says,
            exercise.way,
            exercise.says_line,
            exercise.says_cell,
            exercise.manual,
        )
        known: Exercise | None = self._shared.get(same)
        if known is None:
            known = self._shared[same] = replace(exercise, checks=checks)
        return known


def _draw_check(check: Check) -> Check:
    return Check(check.id, check.title, check.status, check.score, check.max_score, check.hidden)


def read_outlines(out: Path) -> list[Record]:
    """Return the results in the --out folder of `autograder grade` in outline, sorted by student.

    Raise RecordError where there are none, or one is damaged.
    """
    standing = Standing(Store(out / "results").read_strictly())
    return insist_on_results(sorted(standing, key=lambda record: record.student), out)
