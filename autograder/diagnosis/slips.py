"""Slips: wrong programs, each the solution with one piece changed, and what a kind tutor says of them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from autograder.course.entries import read_entries
from autograder.errors import CourseError
from autograder.reading import read_text

SCHEMA = "autograder/slips/v1"
PARTS, LISTS = ("exercise", "write", "instead", "says"), ("where", "unless")
RTOL, ATOL = 1e-4, 1e-6
EXCEPTION = re.compile(r"\b[A-Z]\w*Error\b")


@dataclass(frozen=True)
class Slip:
    """One wrong program, as its author writes it."""

    exercise: str
    write: str
    instead: str
    says: str
    where: Sequence[str] = ()  # the sentence is true only of code that has one of these pieces
    unless: Sequence[str] = ()  # and only of code that has none of these
    place: str = field(default="", compare=False)  # where it stands: the file, and the line

    @property
    def name(self) -> str:
        """Name the slip by what it writes."""
        lines = self.instead.strip().splitlines() or [f"without {self.write.strip()}"]
        return f"slip `{lines[0]}` of {self.exercise}"

    def apply(self, solution: str) -> str:
        """Return the wrong program; raise CourseError unless the piece to change occurs exactly once."""
        count = solution.count(self.write)
        if count != 1:
            raise CourseError(
                f"{self.place}: write = {self.write!r} occurs {count} times in the solution; it must occur exactly once"
            )
        return solution.replace(self.write, self.instead)


@dataclass(frozen=True)
class SlipViews:
    """What the probes see of a slip, where it differs from the solution."""

    exercise: str
    says: str
    differs: dict[str, Any]
    where: Sequence[str] = ()  # as in Slip
    unless: Sequence[str] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data, without what is empty."""
        return {key: value for key, value in vars(self).items() if value or key == "differs"}


@dataclass(frozen=True)
class SlipTable:
    """What the probes see of the solution and of every slip: enough to name a slip, not enough to write the answer."""

    solution: dict[str, Any] = field(default_factory=dict)
    slips: tuple[SlipViews, ...] = ()
    hidden_checks: int = 0
    programs: str = ""  # a hash of what the slips are, where that matters: it tells whether the table is theirs

    def list_slips(self, exercise: str) -> tuple[SlipViews, ...]:
        """Return the slips of one exercise, in their order."""
        return tuple(slip for slip in self.slips if slip.exercise == exercise)

    def to_json(self) -> str:
        """Return the table as text, the same for the same table."""
        slips = [slip.to_dict() for slip in self.slips]
        own = {"hidden_checks": self.hidden_checks, "programs": self.programs, "solution": self.solution}
        data = {"schema": SCHEMA, **own, "slips": slips}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "SlipTable":
        """Read a table; raise ValueError if it is none."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError("this is no table of slips")
        return msgspec.convert(data, cls)

    def without(self, hidden: set[str], hidden_checks: int) -> "SlipTable":
        """Return the part that students may have: without the observations named in `hidden`."""

        def keep(views: dict[str, Any]) -> dict[str, Any]:
            return {key: seen for key, seen in views.items() if key not in hidden}

        slips = [replace(slip, differs=keep(slip.differs)) for slip in self.slips]
        return replace(
            self,
            solution=keep(self.solution),
            slips=tuple(slip for slip in slips if slip.differs),
            hidden_checks=hidden_checks,
        )


def read_slips(path: Path) -> list[Slip]:
    """Read NAME.slips.toml; raise CourseError with one clear line if it cannot be understood."""
    slips = [Slip(**entry, place=place) for entry, place in read_entries(path, "slip", PARTS, LISTS)]
    for slip in slips:
        # It would occur between all letters.
        if not slip.write:
            raise CourseError(f"{slip.place}: write is a piece of the solution, and this one is empty")
        if not slip.says.strip():
            raise CourseError(f"{slip.place}: says is empty: write what a tutor says who sees it")
    return slips


def read_table(path: Path) -> SlipTable | None:
    """Read a table of slips; None if there is none that can be read."""
    try:
        return SlipTable.from_json(read_text(path))
    except (OSError, ValueError):
        return None


def is_refusal(right: Any) -> bool:
    """Return whether a right view is a refusal: an exception, or one that the probe has caught and names."""
    return "raised" in right or bool(EXCEPTION.search(json.dumps(right)))


def agree(a: Any, b: Any) -> bool:
    """Return whether two views are the same, numbers within a tolerance."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= ATOL + RTOL * max(abs(a), abs(b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(agree(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(agree, a, b))
    return type(a) is type(b) and bool(a == b)
