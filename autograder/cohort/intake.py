"""What is taken in of a class: submissions, the roster, the moment that counts, the deadline."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading.late import Deadline, read_deadline
from autograder.reports.classroom_grades import write_classroom_grades
from autograder.reports.grades import write_grades
from autograder.results import Record
from autograder.submissions import Submission, find_submissions
from autograder.submissions.roster import Roster, read_roster


@dataclass(frozen=True)
class Intake:
    """A class's submissions, and what is known of its students and of time."""

    folder: Path
    submissions: list[Submission]
    deadline: Deadline
    roster: Roster | None
    strangers: tuple[str, ...] = ()  # names that are not on the roster

    def date(self, record: Record) -> Record:
        """Return the record with when it was handed in, and what follows from that."""
        return self.deadline.date(record, next(one for one in self.submissions if one.student == record.student))

    def write_grades(self, records: list[Record], out: Path) -> None:
        """Write the tables of grades."""
        found = {record.student: self.roster.find(record.student) for record in records} if self.roster else {}
        people = {student: person for student, person in found.items() if person}
        names = {student: (person.identifier, person.name) for student, person in people.items()}
        users = {student: (person.username, person.identifier) for student, person in people.items()}
        folders = {one.student: _name_folder(one, self.folder) for one in self.submissions}
        write_grades(records, out / "grades.csv", names if self.roster else None)
        write_classroom_grades(records, out / "grades-classroom.csv", users, folders)


def take_in(
    course: Course, assignment: Assignment, folder: Path, *, roster: Path | None = None, at: datetime | None = None
) -> Intake:
    """Find what was handed in; with `at`, clones as of their last commit before that moment."""
    deadline = read_deadline(course, assignment)
    submissions = find_submissions(
        folder,
        assignment.name,
        at=None if at is None else lambda student: deadline.find_moment(student, at),
        dated=deadline.due is not None,
    )
    people = None if roster is None else Roster(read_roster(roster))
    strangers: tuple[str, ...] = ()
    if people is not None:
        strangers = tuple(people.list_strangers(submissions))
        submissions = people.add_missing(submissions, folder)
    return Intake(folder, submissions, deadline, people, strangers)


def _name_folder(submission: Submission, folder: Path) -> str:
    """Return the name of the folder that a submission came in, which for a clone is its repository's name."""
    inside = submission.path.relative_to(folder) if submission.path.is_relative_to(folder) else Path()
    return inside.parts[0] if len(inside.parts) > 1 else ""
