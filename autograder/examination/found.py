"""What examining one submission found, as plain data: it crosses from the judge's process to whoever asked."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from autograder.forbidden.search import Forbidden
from autograder.results.check import Check
from autograder.results.pictures import Drawn

DIGITS = 4  # of numbers, by which wrong answers are grouped

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
    # Of a failed hidden check, its message with inputs and what was expected: for instructors alone.
    revealed: str = ""


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
    # Digests of observations in which right answers differ, by name: they have no view.
    varying: dict[str, str] = field(default_factory=dict)
    pictures: tuple[Drawn, ...] = ()  # where what was seen is to be kept

    def with_digests(self) -> "Examination":
        """Return the same with a digest in every check that did not pass: equal ones went wrong in the same way."""
        return replace(self, checks=tuple(self._add_digest(one) for one in self.checks))

    def _add_digest(self, one: ExaminedCheck) -> ExaminedCheck:
        if not one.check.went_wrong:
            return one
        views = [_round(self.views[key]) for key in one.looks if key in self.views]
        # What varies among right answers has no view. An exception's place is another one in a notebook.
        said = f"{one.raised.type}: {one.raised.text}" if one.raised is not None else one.check.message
        text = json.dumps(views) if views else said
        return replace(one, check=replace(one.check, seen=hashlib.sha256(text.encode()).hexdigest()[:12]))

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        plain = {name: msgspec.to_builtins(getattr(self, name)) for name in ("checks", "forbidden")}
        return {**vars(self), **plain, "pictures": [one.to_dict() for one in self.pictures]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Examination":
        """Undo to_dict."""
        checks = msgspec.convert(data["checks"], tuple[ExaminedCheck, ...])
        forbidden = msgspec.convert(data["forbidden"], dict[str, Forbidden])
        pictures = tuple(map(Drawn.from_dict, data["pictures"]))
        read = {"checks": checks, "notes": tuple(data["notes"]), "forbidden": forbidden, "pictures": pictures}
        return cls(**{**data, **read})


def _round(view: Any) -> Any:
    """Return a view in which numbers that are nearly the same are the same."""
    if isinstance(view, float):
        return float(f"{view:.{DIGITS}g}")
    if isinstance(view, list):
        return [_round(item) for item in view]
    return {key: _round(item) for key, item in view.items()} if isinstance(view, dict) else view
