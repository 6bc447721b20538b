"""What came in: one student's answer as plain text, or the one line that says why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.submissions.kinds import is_script


@dataclass(frozen=True)
class Unit:
    """Hold one piece of a student's source: a file ("network.py") or a notebook's code cell ("Code cell 3")."""

    name: str
    text: str


@dataclass(frozen=True)
class Submission:
    """Hold what one student handed in; where `error` says what is wrong with it, there are no units."""

    student: str
    path: Path
    sha256: str | None  # of the bytes as handed in; None where they could not be read
    units: Sequence[Unit]
    error: str | None
    commit: str | None = None  # the one that brought the answer, where it came in a clone
    submitted: datetime | None = None  # when, where that is known
    notes: tuple[str, ...] = ()
    undated: str = "it came without a history"  # why it is not known when


class SubmissionError(Exception):
    """Say in one line what is wrong with a submission and what its student can do."""


def name_place(unit: str | None) -> str | None:
    """Return what messages call a unit in front of a line; None for a script that is the only one."""
    return None if unit is None or (is_script(unit) and "/" not in unit) else unit


def join_words(words: Sequence[str]) -> str:
    """Return at least one word as people list them: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def one_line(text: str, limit: int = 80) -> str:
    """Give text that a student chose, such as a file's name, fit for the middle of a line: bounded and printable."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
