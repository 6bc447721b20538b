"""Remember every result that a student has had: one line of JSON each, oldest first."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from autograder.reading import read_file
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
        written, entry = self._read_bytes(record.student), Entry.of(record, when)
        lines = written.splitlines()
        last = _parse(lines[-1]) if lines else None
        if last is not None and last == replace(entry, when=last.when):
            return
        # Whoever was killed while writing has left a line without an end.
        end = b"" if written.endswith(b"\n") or not written else b"\n"
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._path_of(record.student).open("ab") as file:
            file.write(end + json.dumps(vars(entry)).encode() + b"\n")

    def read(self, student: str) -> list[Entry]:
        """Give a student's results, oldest first; lines that are damaged are left out."""
        return [entry for line in self._read_bytes(student).splitlines() if (entry := _parse(line)) is not None]

    def _read_bytes(self, student: str) -> bytes:
        try:
            return read_file(self._path_of(student))
        except OSError:
            return b""

    def _path_of(self, student: str) -> Path:
        return self.folder / f"{file_stem(student)}.jsonl"


def _parse(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    # Nested deep enough it exhausts the parser.
    except (ValueError, RecursionError):
        return None
