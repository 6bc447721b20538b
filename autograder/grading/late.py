"""Tell how late a submission was and what that costs, from the facts, each time anew."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder.course import Assignment, Course, LatePolicy
from autograder.errors import CourseError
from autograder.results.record import Late, Record
from autograder.submissions import Submission

DAY = 24 * 60 * 60
COLUMNS = ("student", "assignment", "due")


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due for whom, and what being late costs."""

    due: datetime | None
    policy: LatePolicy
    extensions: Mapping[str, datetime] = field(default_factory=dict)  # by the student's name, in lower case

    def find_due(self, student: str) -> datetime | None:
        """Return when the student's submission is due."""
        return self.extensions.get(student.lower(), self.due)

    def find_moment(self, student: str, at: datetime) -> datetime:
        """Return the moment that counts for a student where `at` counts for the class: an extension is not cut off."""
        return max(at, self.extensions.get(student.lower(), at))

    def list_strangers(self, submissions: list[Submission]) -> list[str]:
        """Return the names with an extension that no submission goes by: perhaps they are misspelt."""
        return sorted(self.extensions.keys() - {one.student.lower() for one in submissions})

    def date(self, record: Record, submission: Submission) -> Record:
        """Return the record with the facts of when it was handed in, and with what follows from them today."""
        when = submission.submitted
        return replace(
            record,
            commit=submission.commit,
            submitted=when.isoformat() if when else None,
            late=self._judge(record, when) if when else None,
        )

    def _judge(self, record: Record, when: datetime) -> Late | None:
        due = self.find_due(record.student)
        seconds = math.ceil((when - due).total_seconds()) if due else 0
        if seconds <= 0:
            return None
        days = 0 if seconds <= self.policy.grace_minutes * 60 else math.ceil(seconds / DAY)
        # Rounded down: half a point is given to the student.
        return Late(seconds, min(record.max_score, record.max_score * self.policy.per_day * days // 100))


def read_deadline(course: Course, assignment: Assignment) -> Deadline:
    """Return an assignment's deadline; raise CourseError if the extensions cannot be understood."""
    if course.late.extensions is None:
        return Deadline(assignment.due, course.late)
    return Deadline(
        assignment.due, course.late, _read_extensions(course.root / course.late.extensions, assignment.name)
    )


def _read_extensions(path: Path, assignment: str) -> dict[str, datetime]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path}, the extensions of course.toml, cannot be read: {error}") from None
    extensions = {}
    for number, row in enumerate(rows, 2):
        if not all(column in row for column in COLUMNS):
            raise CourseError(f"{path}: its first line should be {','.join(COLUMNS)}")
        try:
            due = datetime.fromisoformat(row["due"].strip())
        except ValueError:
            due = None
        if due is None or due.tzinfo is None:
            raise CourseError(f"{path}, line {number}: write due as 2026-11-20T23:59+01:00, not as {row['due']!r}")
        if row["assignment"].strip() == assignment:
            extensions[row["student"].strip().lower()] = due
    return extensions
