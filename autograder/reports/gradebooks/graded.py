"""Read what `autograder grade` found, one folder per assignment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.errors import AutograderError
from autograder.results import Record, Store
from autograder.results.store import tell_where


@dataclass(frozen=True)
class Graded:
    """One assignment, and the records of its class, sorted by student."""

    known: Assignment  # as the course has it, or with what the name tells alone
    records: tuple[Record, ...]

    @property
    def assignment(self) -> str:
        """Return the assignment's name."""
        return self.known.name

    @property
    def names(self) -> tuple[str, ...]:
        """Return what a gradebook may call the assignment: its name, its module, its title."""
        return tuple(dict.fromkeys((self.known.name, self.known.module, self.known.title)))

    @property
    def max_score(self) -> int:
        """Return the points that the assignment is worth."""
        return max(record.max_score for record in self.records)

    def leave_out_ungraded(self) -> "Graded":
        """Return the assignment with the results of what was handed in alone."""
        return replace(self, records=tuple(record for record in self.records if record.was_graded))


def read_graded(folders: Sequence[Path], course: Course | None) -> list[Graded]:
    """Read the --out folders of `autograder grade`, in their order; raise AutograderError for what is none of them.

    `course` says what else the assignments are called, where it is at hand.
    """
    found: dict[str, Graded] = {}
    for folder in folders:
        records = Store(folder / "results").read_all()
        if not records:
            raise AutograderError(f"{folder} has no results: {tell_where(folder)}")
        names = sorted({record.assignment for record in records})
        if len(names) > 1:
            raise AutograderError(f"{folder} holds results of {' and '.join(names)}: use one folder per assignment")
        if names[0] in found:
            raise AutograderError(f"{folder} holds results of {names[0]}, as a folder before it does; give one of them")
        known = course.assignments.get(names[0]) if course else None
        found[names[0]] = Graded(known or Assignment(Path(names[0]), names[0]), tuple(records))
    return list(found.values())
