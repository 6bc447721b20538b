"""The result record: what grading one submission found, and the one thing that every report reads."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar

from autograder.errors import RecordError
from autograder.people.person import NO_SUBMISSION

SCHEMA = "autograder/result/v1"
STATUSES = ("passed", "failed", "not_started", "timed_out", "crashed")
BROKE_OFF = "Grading broke off at this submission"  # how the error begins that is no fault of its author

T = TypeVar("T")


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
        measures = _take(data, "measures", dict) if "measures" in data else {}
        return cls(
            id=_take(data, "id", str),
            title=_take(data, "title", str),
            status=_take(data, "status", str),
            score=_take(data, "score", int),
            max_score=_take(data, "max_score", int),
            hidden=_take(data, "hidden", bool),
            message=_take(data, "message", str),
            line=_take(data, "line", int, optional=True),
            seconds=_take(data, "seconds", float),
            printed=_take(data, "printed", str),
            given=_take(data, "given", int) if "given" in data else 0,
            numbers=_take(data, "numbers", int) if "numbers" in data else 0,
            seen=_take(data, "seen", str) if "seen" in data else "",
            measures={name: _take(measures, name, float) for name in measures},
        )


# Names and types of what is written of a check that measured nothing: with a line, and without one.
_NAMES = tuple(one.name for one in fields(Check) if one.name != "measures")
_KINDS = {(str, str, str, int, int, bool, str, line, float, str, int, int, str) for line in (int, type(None))}


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
        if self.says is None or self.says_line is None:
            return self.says
        return f"{f'{self.says_cell}, line' if self.says_cell else 'Line'} {self.says_line}: {self.says}"

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

    @classmethod
    def from_dict(cls, data: Any) -> "Exercise":
        exercise = cls(
            name=_take(data, "name", str),
            says=_take(data, "says", str, optional=True),
            checks=_each(data, "checks", Check.from_dict),
            way=_take(data, "way", str) if "way" in data else None,
            says_line=_take(data, "says_line", int) if "says_line" in data else None,
            says_cell=_take(data, "says_cell", str) if "says_cell" in data else None,
            manual=_read_manual(data["manual"]) if "manual" in data else None,
        )
        return _agreeing(exercise, data, ("score", "max_score", "status"))


@dataclass(frozen=True)
class Late:
    """Hold by how much a submission was late, and the points that this costs: beside the score, never inside it."""

    seconds: int
    penalty: int

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.penalty < 0:
            raise RecordError(f"{self.seconds} s late for {self.penalty} points is not possible")


@dataclass(frozen=True)
class Record:
    """Hold everything that grading one submission found; `error` is what stopped it, then every score is 0."""

    assignment: str
    student: str
    path: str
    sha256: str | None
    graded_with: dict[str, str]
    seconds: float
    error: str | None
    notes: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    commit: str | None = None  # the one that brought the answer, where it came in a clone
    submitted: str | None = None  # when, in ISO 8601 with an offset, where that is known
    late: Late | None = None
    kept: str | None = None  # says so where an earlier result counts in place of one that has fewer points
    worker: str | None = None  # the machine of a cluster that graded it, where that was one

    def __post_init__(self) -> None:
        # A person may give points even where nothing could be graded.
        if self.error is not None and any(check.score for exercise in self.exercises for check in exercise.checks):
            raise RecordError(
                f"{self.student}: grading was stopped by an error, so there can be no {self.score} points"
            )

    @cached_property
    def score(self) -> int:
        return sum(exercise.score for exercise in self.exercises)

    @cached_property
    def max_score(self) -> int:
        return sum(exercise.max_score for exercise in self.exercises)

    @property
    def measures(self) -> dict[str, float]:
        """Return all that checks measured by the way, by name."""
        checks = [check for exercise in self.exercises for check in exercise.checks]
        return {name: value for check in checks for name, value in check.measures.items()}

    @property
    def is_missing(self) -> bool:
        """Say whether nothing was handed in, so that nobody's work was judged."""
        return self.error == NO_SUBMISSION

    @property
    def is_untouched(self) -> bool:
        """Say whether it is as it was handed out: the starter, or whoever wrote nothing yet."""
        # Code below a stub's `raise` is not started either, and is somebody's work: a sentence says so.
        statuses = {"written" if exercise.says else exercise.status for exercise in self.exercises}
        return self.error is None and statuses == {"not_started"}

    @property
    def was_graded(self) -> bool:
        """Say whether the score is that of something handed in, also where it could not be read."""
        return not self.is_missing and not (self.error or "").startswith(BROKE_OFF)

    @property
    def counts(self) -> bool:
        """Say whether it counts where a class is summed up: somebody's work, though perhaps it could not be read."""
        return self.was_graded and not self.is_untouched

    @property
    def final_score(self) -> int:
        """Return the score less what being late costs."""
        return max(0, self.score - (self.late.penalty if self.late else 0))

    def to_dict(self) -> dict[str, Any]:
        """Give the record as the JSON of the schema, totals included; what is not known of its date is left out."""
        known = {"commit": self.commit, "submitted": self.submitted}
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "submission": {
                "path": self.path,
                "sha256": self.sha256,
                **{key: value for key, value in known.items() if value is not None},
            },
            **({"late": vars(self.late)} if self.late else {}),
            **({"kept": self.kept} if self.kept else {}),
            "graded_with": self.graded_with,
            **({"worker": self.worker} if self.worker else {}),
            "seconds": self.seconds,
            "error": self.error,
            "notes": list(self.notes),
            "exercises": [exercise.to_dict() for exercise in self.exercises],
        }

    @classmethod
    def from_dict(cls, data: Any) -> "Record":
        """Read what `to_dict` gave; raise RecordError, with one clear line, for anything else."""
        if _take(data, "schema", str) != SCHEMA:
            raise RecordError(f"the schema is {data['schema']!r}; this program reads {SCHEMA!r}")
        submission = _take(data, "submission", dict)
        graded_with = _take(data, "graded_with", dict)
        record = cls(
            assignment=_take(data, "assignment", str),
            student=_take(data, "student", str),
            path=_take(submission, "path", str),
            sha256=_take(submission, "sha256", str, optional=True),
            graded_with={name: _take(graded_with, name, str) for name in graded_with},
            seconds=_take(data, "seconds", float),
            error=_take(data, "error", str, optional=True),
            notes=_each(data, "notes", _text),
            exercises=_each(data, "exercises", Exercise.from_dict),
            commit=_take(submission, "commit", str) if "commit" in submission else None,
            submitted=_take(submission, "submitted", str) if "submitted" in submission else None,
            late=_read_late(data["late"]) if "late" in data else None,
            kept=_take(data, "kept", str) if "kept" in data else None,
            worker=_take(data, "worker", str) if "worker" in data else None,
        )
        return _agreeing(record, data, ("score", "max_score"))


def _take(data: Any, key: str, kind: type, *, optional: bool = False) -> Any:
    if not isinstance(data, dict) or key not in data:
        raise RecordError(f"{key!r} is missing")
    value = data[key]
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is kind or (optional and value is None):
        return value
    raise RecordError(f"{key!r} should be {kind.__name__}, not {type(value).__name__}")


def _each(data: Any, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(map(read, _take(data, key, list)))


def _read_manual(data: Any) -> Manual:
    return Manual(_take(data, "points", int), _take(data, "comment", str))


def _read_late(data: Any) -> Late:
    return Late(_take(data, "seconds", int), _take(data, "penalty", int))


def _text(entry: Any) -> str:
    return str(_take({"note": entry}, "note", str))


def _agreeing(item: T, data: Any, keys: tuple[str, ...]) -> T:
    # The totals are stored for readers of the JSON; a file where they disagree with its checks was edited or torn.
    for key in keys:
        if data.get(key) != getattr(item, key):
            raise RecordError(f"{key!r} is {data.get(key)!r}, but the checks give {getattr(item, key)!r}")
    return item
