"""What was found of one exercise: its checks, what is said of it, and what a person gave it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograder.errors import RecordError
from autograder.results.check import Check


@dataclass(frozen=True)
class Manual:
    """Hold what a person gave an exercise: points that count in place of its checks', and a comment."""

    points: int
    comment: str = ""


@dataclass(frozen=True)
class Exercise:
    """Hold the checks of one exercise, and the sentence for its student (`says`), if there is one."""

    name: str
    says: str | None
    checks: tuple[Check, ...]
    way: str | None = None  # of diagnosis that found the sentence
    says_line: int | None = None  # where it applies, if it applies to one line: of the file, or of the notebook's cell
    says_cell: str | None = None
    manual: Manual | None = None

    def __post_init__(self) -> None:
        if self.manual is not None and not 0 <= self.manual.points <= self.max_score:
            raise RecordError(f"{self.name}: {self.manual.points} of {self.max_score} points is not possible")

    @property
    def sentence(self) -> str | None:
        """Give the sentence with the line that it is about in front, if it is about one."""
        return self.says and put_place(self.says, self.says_line, self.says_cell)

    @cached_property
    def score(self) -> int:
        """Return the points that count: a person's, if one gave any, else those of the checks."""
        return self.manual.points if self.manual is not None else sum(check.score for check in self.checks)

    @cached_property
    def max_score(self) -> int:
        return sum(check.max_score for check in self.checks)

    @cached_property
    def status(self) -> str:
        """Say passed, partial, failed or not_started."""
        found = {check.status for check in self.checks}
        if self.manual is not None:
            return "passed" if self.score == self.max_score else "partial" if self.score else "failed"
        if found <= {"not_started"}:
            return "not_started"
        if found == {"passed"}:
            return "passed"
        return "partial" if self.score else "failed"

    def to_dict(self) -> dict[str, Any]:
        """Give the exercise as the JSON of the schema; what is not known of its sentence is left out."""
        known = {"way": self.way, "says_line": self.says_line, "says_cell": self.says_cell}
        return {
            "name": self.name,
            "score": self.score,
            "max_score": self.max_score,
            "status": self.status,
            "says": self.says,
            **{key: value for key, value in known.items() if value is not None},
            **({"manual": vars(self.manual)} if self.manual else {}),
            "checks": [check.to_dict() for check in self.checks],
        }


def put_place(text: str, line: int | None, cell: str | None) -> str:
    """Return a sentence with the line that it is about in front, and the cell or file that has it; as it is without."""
    return text if line is None else f"{f'{cell}, line' if cell else 'Line'} {line}: {text}"
