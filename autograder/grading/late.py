"""Tell how late a submission was and what that costs, from the facts, each time anew."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from autograder.course import Assignment, Course, LatePolicy
from autograder.grading.extensions import read_extensions
from autograder.people import Directory
from autograder.results.record import Late, Record
from autograder.submissions import Submission

DAY = 24 * 60 * 60
NOBODY = Directory()


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due for whom, and what being late costs."""

    due: datetime | None
    policy: LatePolicy
    extensions: Mapping[str, datetime] = field(default_factory=dict)  # by what the directory makes of a name
    directory: Directory = field(default_factory=Directory, compare=False)

    def find_due(self, student: str) -> datetime | None:
        """Return when the student's submission is due; an extension gives time and takes none."""
        longer = self.extensions.get(self.directory.identify(student))
        return max(filter(None, (self.due, longer)), default=None)

    def find_moment(self, student: str, at: datetime) -> datetime:
        """Return the moment that counts for a student where `at` counts for the class.

        It cuts off neither an extension nor, where it is not before the student is due, the minutes of grace.
        """
        moment = max(at, self.extensions.get(self.directory.identify(student), at))
        due = self.find_due(student)
        return (
            moment if due is None or moment < due else max(moment, due + timedelta(minutes=self.policy.grace_minutes))
        )

    def list_strangers(self, submissions: list[Submission]) -> list[str]:
        """Return the names with an extension that no submission goes by: perhaps they are misspelt."""
        return sorted(self.extensions.keys() - {self.directory.identify(one.student) for one in submissions})

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


def read_deadline(course: Course, assignment: Assignment, directory: Directory = NOBODY) -> Deadline:
    """Return an assignment's deadline; raise CourseError if the extensions cannot be understood."""
    extensions = read_extensions(course, assignment, directory)
    return Deadline(assignment.due, course.late, extensions, directory)
