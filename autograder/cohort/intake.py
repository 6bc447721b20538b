"""What is taken in of a class: submissions, the roster, the moment that counts, the deadline."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from autograder.cohort.roll import add_missing
from autograder.course import Assignment, Course
from autograder.grading.late import Deadline, read_deadline
from autograder.people import NOBODY, Directory
from autograder.reports.classroom_grades import write_classroom_grades
from autograder.reports.grades import write_grades
from autograder.results import Record
from autograder.submissions import Submission
from autograder.submissions.find import Search, find_each
from autograder.submissions.layout import enter
from autograder.submissions.spool import Spool
from autograder.submissions.wanted import want


@dataclass(frozen=True)
class Intake:
    """A class's submissions, and what is known of its students and of time."""

    folder: Path
    submissions: list[Submission]
    deadline: Deadline
    directory: Directory  # of nobody where there is no roster
    strangers: Set[str] = frozenset()  # names that are not on the roster

    @cached_property
    def _by_student(self) -> dict[str, Submission]:
        return {one.student: one for one in self.submissions}

    def date(self, record: Record) -> Record:
        """Return the record with where its submission lies and when it was handed in, and what follows from that."""
        submission = self._by_student[record.student]
        return self.deadline.date(replace(record, path=str(submission.path)), submission)

    def list_undated(self) -> dict[str, list[str]]:
        """Return, by the reason, the students of whom nobody can tell whether they were late."""
        undated: dict[str, list[str]] = {}
        for one in self.submissions if self.deadline.due else ():
            if one.submitted is None and one.error is None:
                undated.setdefault(one.undated, []).append(one.student)
        return undated

    def write_grades(self, records: list[Record], out: Path) -> None:
        """Write the tables of grades."""
        found = {record.student: self.directory.find(record.student) for record in records}
        people = {student: person for student, person in found.items() if person}
        names = {student: (person.identifier, person.name) for student, person in people.items()}
        users = {student: (person.username, person.identifier) for student, person in people.items()}
        folders = {one.student: _name_folder(one, self.folder) for one in self.submissions}
        write_grades(records, out / "grades.csv", names if self.directory.people else None)
        write_classroom_grades(records, out / "grades-classroom.csv", users, folders)


def take_in(
    course: Course, assignment: Assignment, folder: Path, *, people: Directory = NOBODY, at: datetime | None = None
) -> Intake:
    """Find what was handed in of one assignment, and who of the class handed nothing in.

    With `at`, clones count as of their last commit before that moment.
    """
    return take_in_each(course, [assignment], folder, people=people, at=at)[0]


def take_in_each(
    course: Course,
    assignments: Sequence[Assignment],
    folder: Path,
    *,
    people: Directory = NOBODY,
    at: datetime | None = None,
) -> list[Intake]:
    """Find what was handed in of several assignments, with one reading of each student's history."""
    folder = enter(folder)
    deadlines = [read_deadline(course, assignment, people) for assignment in assignments]
    searches = [
        Search(
            want(assignment, course),
            at=None if at is None else partial(deadline.find_moment, at=at),
            dated=deadline.due is not None,
            spool=Spool(),
        )
        for assignment, deadline in zip(assignments, deadlines, strict=True)
    ]
    found = zip(deadlines, find_each(folder, searches, people), strict=True)
    return [_complete(folder, submissions, deadline, people) for deadline, submissions in found]


def _complete(folder: Path, submissions: list[Submission], deadline: Deadline, directory: Directory) -> Intake:
    strangers = directory.find_strangers(one.student for one in submissions)
    return Intake(folder, add_missing(submissions, directory, folder), deadline, directory, strangers)


def _name_folder(submission: Submission, folder: Path) -> str:
    """Return the name of the folder that a submission came in, which for a clone is its repository's name."""
    inside = submission.path.relative_to(folder) if submission.path.is_relative_to(folder) else Path()
    return inside.parts[0] if len(inside.parts) > 1 else ""
