"""What one check found of one submission."""

import sys
from dataclasses import dataclass, field, fields
from typing import Any

from autograder.errors import RecordError
from autograder.results.values import take

STATUSES = ("passed", "failed", "not_started", "timed_out", "crashed")


@dataclass(frozen=True)
class Check:
    """Hold what one check found, and its points: whole numbers, because the platforms take nothing else."""

    id: str
    title: str
    status: str  # one of STATUSES
    score: int
    max_score: int
    hidden: bool
    message: str = ""
    line: int | None = None
    seconds: float = 0.0
    printed: str = ""
    given: int = 0  # how many lines of the message show the inputs, before it says what went wrong
    numbers: int = 0  # how many numbers there are to look at, in the inputs and in what was compared
    seen: str = ""  # a digest of what was seen, where that was wrong: equal ones went wrong in the same way
    measures: dict[str, float] = field(default_factory=dict)  # what it measured by the way, for instructors alone

    @property
    def reason(self) -> str:
        """Return what went wrong in one line, without the inputs."""
        return " ".join(" ".join(self.message.split("\n")[self.given :]).split())

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise RecordError(f"{self.id}: there is no status {self.status!r}")
        # bool is an int to isinstance, but True is no number of points.
        if type(self.score) is not int or type(self.max_score) is not int:
            raise RecordError(f"{self.id}: points are whole numbers, not {self.score!r} of {self.max_score!r}")
        if not 0 <= self.score <= self.max_score:
            raise RecordError(f"{self.id}: {self.score} of {self.max_score} points is not possible")

    def to_dict(self) -> dict[str, Any]:
        data = {**vars(self)}
        if not self.measures:
            del data["measures"]
        return data

    @classmethod
    def from_dict(cls, data: Any) -> "Check":
        # Nearly all are as `to_dict` wrote them, and a class of thousands has half a million of them: such a one is
        # taken as it is, since to set one field of a frozen object after the other takes longer than all else.
        if type(data) is dict and tuple(data) == _NAMES and tuple(map(type, data.values())) in _KINDS:
            check = cls.__new__(cls)
            # One text for a whole class, of what is the same in all of it.
            same = {name: sys.intern(data[name]) for name in ("id", "title", "status")}
            vars(check).update(data, **same, measures={})
            check.__post_init__()
            return check
        measures = take(data, "measures", dict) if "measures" in data else {}
        return cls(
            id=take(data, "id", str),
            title=take(data, "title", str),
            status=take(data, "status", str),
            score=take(data, "score", int),
            max_score=take(data, "max_score", int),
            hidden=take(data, "hidden", bool),
            message=take(data, "message", str),
            line=take(data, "line", int, optional=True),
            seconds=take(data, "seconds", float),
            printed=take(data, "printed", str),
            given=take(data, "given", int) if "given" in data else 0,
            numbers=take(data, "numbers", int) if "numbers" in data else 0,
            seen=take(data, "seen", str) if "seen" in data else "",
            measures={name: take(measures, name, float) for name in measures},
        )


# Names and types of what is written of a check that measured nothing: with a line, and without one.
_NAMES = tuple(one.name for one in fields(Check) if one.name != "measures")
_KINDS = {(str, str, str, int, int, bool, str, line, float, str, int, int, str) for line in (int, type(None))}
