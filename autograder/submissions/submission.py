"""What came in: one student's answer as plain text, or the one line that says why there is none."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Unit:
    """Hold one piece of a student's source: a file ("network.py") or a notebook's code cell ("cell 3")."""

    name: str
    text: str


@dataclass(frozen=True)
class Submission:
    """Hold what one student handed in; where `error` says what is wrong with it, there are no units."""

    student: str
    path: Path
    sha256: str | None
    units: tuple[Unit, ...]
    error: str | None
