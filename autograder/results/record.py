"""The result record: what grading one submission found, and the one thing that every report reads."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from autograder.errors import RecordError
from autograder.people.person import NO_SUBMISSION
from autograder.results.exercise import Exercise

SCHEMA = "autograder/result/v1"
BROKE_OFF = "Grading broke off at this submission"  # how the error begins that is no fault of its author


class OtherSchema(RecordError):
    """Refuse a result of another version of this program, which is not damaged."""


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
    def penalty(self) -> int:
        """Return the points that being late costs."""
        return self.late.penalty if self.late else 0

    @property
    def final_score(self) -> int:
        """Return the score less what being late costs."""
        return max(0, self.score - self.penalty)

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
        try:
            written = msgspec.convert(data, _Written)
            record = msgspec.convert({**data, **data["submission"]}, cls)
        except msgspec.ValidationError as error:
            raise RecordError(str(error)) from None
        if written.schema != SCHEMA:
            raise OtherSchema(f"the schema is {written.schema!r}; this program reads {SCHEMA!r}")
        _insist_on_totals(data, record, "score", "max_score")
        for stored, exercise in zip(data["exercises"], record.exercises, strict=True):
            _insist_on_totals(stored, exercise, "score", "max_score", "status")
        return record


@dataclass(frozen=True)
class _Written:
    """Hold what only the JSON of the schema has."""

    schema: str
    submission: dict[str, Any]


def _insist_on_totals(data: dict[str, Any], item: Record | Exercise, *keys: str) -> None:
    """Refuse totals, which are stored for readers of the JSON, that do not follow from the checks: edited, or torn."""
    for key in keys:
        if data.get(key) != getattr(item, key):
            raise RecordError(f"{key!r} is {data.get(key)!r}, but the checks give {getattr(item, key)!r}")
