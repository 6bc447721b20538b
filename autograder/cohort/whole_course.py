"""A whole course at once: every assignment in each student's clone, graded one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.cohort.intake import Intake, take_in_each
from autograder.course import Assignment, Course
from autograder.errors import AutograderError
from autograder.grading.libraries import insist_on_libraries, need_libraries
from autograder.grading.zygotes import need_zygotes
from autograder.people import NOBODY, Directory
from autograder.reports.gradebooks.course_table import write_course_table
from autograder.results import Record
from autograder.submissions import Submission
from autograder.submissions.kinds import is_source


@dataclass(frozen=True)
class WholeCourse:
    """What a class handed in of each assignment, and the assignments of which nobody handed in anything."""

    intakes: list[tuple[Assignment, Intake]]
    left_out: list[str]

    def warm_up(self) -> None:
        """Import once what any assignment needs, so that none of them waits for it."""
        needed = {
            name for assignment, intake in self.intakes for name in need_libraries(assignment, intake.submissions)
        }
        insist_on_libraries(needed)
        need_zygotes(needed)

    def write_grades(self, records: Mapping[str, Sequence[Record]], path: Path) -> None:
        """Write one row per student with what each assignment gave, whichever spelling of a name it came under."""
        maxima = {assignment.name: sum(assignment.points.values()) for assignment, _ in self.intakes}
        # One roster for all: each intake knows the same people.
        write_course_table(records, maxima, path, self.intakes[0][1].directory)


def take_in_all(course: Course, folder: Path, *, people: Directory = NOBODY, at: datetime | None = None) -> WholeCourse:
    """Find what was handed in of every assignment; raise AutograderError where that cannot be told apart."""
    intakes, left_out = [], []
    assignments = course.choose()
    found = take_in_each(course, assignments, folder, people=people, at=at)
    for assignment, intake in zip(assignments, found, strict=True):
        _insist_on_folders(intake)
        if any(map(_was_found, intake.submissions)):
            intakes.append((assignment, intake))
        else:
            left_out.append(assignment.name)
    if not intakes:
        raise AutograderError(f"{folder} holds nothing of any assignment. Give the folder that holds the clones.")
    return WholeCourse(intakes, left_out)


def _was_found(submission: Submission) -> bool:
    return submission.sha256 is not None or (submission.path.is_file() and is_source(submission.path))


def _insist_on_folders(intake: Intake) -> None:
    for one in intake.submissions:
        if one.path.parent == intake.folder and is_source(one.path):
            raise AutograderError(
                f"{intake.folder} holds files such as {one.path.name}, and nothing says of which assignment: "
                "--all needs a folder for each student"
            )
