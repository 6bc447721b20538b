"""Remember every result that a student has had: one line of JSON each, oldest first."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder.results.files import write_atomically
from autograder.results.record import Record
from autograder.results.store import file_stem


@dataclass(frozen=True)
class Entry:
    """One result of the past: when it was made, by which checks and versions, of which file, and its points."""

    when: str  # in ISO 8601 with an offset
    score: int
    final: int
    max_score: int
    submission: str | None  # the hash of what was handed in
    commit: str | None
    graded_with: dict[str, str]
    exercises: dict[str, int]
    error: str | None
    measures: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record, when: datetime) -> "Entry":
        """Return the line for a record."""
        return cls(
            when.isoformat(timespec="seconds"),
            record.score,
            record.final_score,
            record.max_score,
            record.sha256,
            record.commit,
            record.graded_with,
            {exercise.name: exercise.score for exercise in record.exercises},
            record.error,
            record.measures,
        )


@dataclass(frozen=True)
class History:
    """Write and read the lines of one folder, a file a student."""

    folder: Path

    def add(self, record: Record, when: datetime) -> None:
        """Add a result unless it says what the last line says: a run that was killed may add it again."""
        entries, entry = self.read(record.student), Entry.of(record, when)
        if entries and entries[-1] == replace(entry, when=entries[-1].when):
            return
        lines = [json.dumps(vars(each)) + "\n" for each in (*entries, entry)]
        write_atomically(self._path_of(record.student), "".join(lines))

    def read(self, student: str) -> list[Entry]:
        """Give a student's results, oldest first; lines that are damaged are left out."""
        try:
            lines = self._path_of(student).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        return [entry for line in lines if (entry := _parse(line)) is not None]

    def _path_of(self, student: str) -> Path:
        return self.folder / f"{file_stem(student)}.jsonl"


def _parse(line: str) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
