"""What examining one submission found, as plain data: it crosses from the judge's process to whoever asked."""

from dataclasses import dataclass, field
from typing import Any

from autograder.forbidden.search import Forbidden
from autograder.results.record import Check

# Checks of one submission that may keep a judge busy for too long: each costs a judge; those after them are not run.
MOST_ENDLESS = 3


@dataclass(frozen=True)
class Raised:
    """The exception that the last of a failed check's observations ended with, where the student's code raised it."""

    type: str
    text: str
    unit: str | None
    line: int | None


@dataclass(frozen=True)
class ExaminedCheck:
    """One check's result and what it was based on."""

    exercise: str
    check: Check
    # The observations that the check asked for, by name.
    looks: tuple[str, ...]
    # How many times the allowed difference the check was off: infinite where it is no number, 0 if it passed.
    excess: float
    raised: Raised | None = None


@dataclass(frozen=True)
class Examination:
    """Everything found about one submission; `views` holds what the named observations look like."""

    checks: tuple[ExaminedCheck, ...]
    views: dict[str, Any]
    notes: tuple[str, ...]
    sandbox: str
    seconds: float
    # By exercise: the forbidden name that it uses, if it uses one.
    forbidden: dict[str, Forbidden] = field(default_factory=dict)
    # What was seen, packed (see `kept.py`) and in base64; None where it was not asked for, or is kept already.
    kept: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {
            **vars(self),
            "checks": [_check_to_dict(one) for one in self.checks],
            "forbidden": {exercise: vars(one) for exercise, one in self.forbidden.items()},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Examination":
        """Undo to_dict."""
        checks = tuple(map(_check_from_dict, data["checks"]))
        forbidden = {exercise: Forbidden(**one) for exercise, one in data["forbidden"].items()}
        return cls(
            checks, data["views"], tuple(data["notes"]), data["sandbox"], data["seconds"], forbidden, data["kept"]
        )


def _check_to_dict(one: ExaminedCheck) -> dict[str, Any]:
    return {**vars(one), "check": one.check.to_dict(), "raised": one.raised and vars(one.raised)}


def _check_from_dict(data: dict[str, Any]) -> ExaminedCheck:
    raised = Raised(**data["raised"]) if data["raised"] else None
    return ExaminedCheck(data["exercise"], Check.from_dict(data["check"]), tuple(data["looks"]), data["excess"], raised)
