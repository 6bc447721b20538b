"""What one check found of one submission."""

from dataclasses import dataclass, field
from typing import Any

from autograder.errors import RecordError

RARE = ("measures", "refuses")  # what is not written where there is nothing to say
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
    refuses: bool = False  # it wants a refusal, and got none or one of everything: what becomes of good input says more
    measures: dict[str, float] = field(default_factory=dict)  # what it measured by the way, for instructors alone

    @property
    def went_wrong(self) -> bool:
        """Tell whether it was run, and did not pass."""
        return self.status not in ("passed", "not_started")

    @property
    def shown_print(self) -> str:
        """Return what the student's code printed; nothing of a hidden check, whose inputs may be spelt out there."""
        return "" if self.hidden else self.printed

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
        return {name: value for name, value in vars(self).items() if value or name not in RARE}


def rank_failure(check: Check) -> tuple[bool, bool, bool, bool, bool, int]:
    """Tell how well a failing check shows a mistake, the best first: whole, with something to see, with few numbers.

    Reports show the first of them in full, so that it is the first to be spoken of.
    """
    was_run = check.status != "timed_out" or check.seconds > 0
    return check.hidden, check.refuses, check.status != "failed", not was_run, not check.reason, check.numbers
