"""What `autograder grade` takes in of a class: submissions, the roster, the moment that counts, the deadline."""

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from autograder.course import Assignment, Course
from autograder.grading.late import Deadline, read_deadline
from autograder.reports.classroom_grades import write_classroom_grades
from autograder.reports.grades import write_grades
from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.submissions import Submission, find_submissions
from autograder.submissions.roster import Roster, read_roster

SHOWN = 10


@dataclass(frozen=True)
class Intake:
    """A class's submissions, and what is known of its students and of time."""

    folder: Path
    submissions: list[Submission]
    deadline: Deadline
    roster: Roster | None

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


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who is in the class and what counts."""
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="the class, as GitHub Classroom or Classroom 50 lists it"
    )
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="TIME",
        help="grade each clone as of its last commit before 2026-11-20T23:59+01:00",
    )


def take_in(options: argparse.Namespace, course: Course, assignment: Assignment, console: Console) -> Intake:
    """Find what was handed in, and say which names are not known."""
    deadline = read_deadline(course, assignment)
    at = options.at
    submissions = find_submissions(
        options.submissions,
        assignment.name,
        at=None if at is None else lambda student: deadline.find_moment(student, at),
        dated=deadline.due is not None,
    )
    roster = None if options.roster is None else Roster(read_roster(options.roster))
    strangers = []
    if roster is not None:
        strangers = roster.list_strangers(submissions)
        submissions = roster.add_missing(submissions, options.submissions)
    page = Page(console)
    _warn(page, "not on the roster", strangers)
    _warn(page, "with an extension, but no submission of that name", deadline.list_strangers(submissions))
    return Intake(options.submissions, submissions, deadline, roster)


def _warn(page: Page, what: str, names: list[str]) -> None:
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        page.line(f"{what}: {', '.join(clean_line(name) for name in names[:SHOWN])}{more}", indent="! ", style="yellow")


def _name_folder(submission: Submission, folder: Path) -> str:
    """Return the name of the folder that a submission came in, which for a clone is its repository's name."""
    inside = submission.path.relative_to(folder) if submission.path.is_relative_to(folder) else Path()
    return inside.parts[0] if len(inside.parts) > 1 else ""


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date and time: write 2026-11-20T23:59+01:00") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} could be in any time zone: write {text}+01:00, or where you are")
    return moment
