"""Put a class's points and comments into nbgrader's gradebook, and autograded notebooks into its course."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course import Course
from autograder.nbgrader.folders import CourseFolder, find_moment
from autograder.nbgrader.gradebook import open_gradebook, write_assignment
from autograder.reports.gradebooks.graded import Graded


def export_nbgrader(
    assignments: Sequence[Graded], url: str, folder: Path | None, course: Course | None
) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Write each assignment; give its name, how many students were written, and why others were left out.

    Who handed nothing in is not written: nobody graded them 0.
    `url` is the gradebook's database. With `folder`, nbgrader's course, autograded notebooks are written there too.
    """
    assignments = [each for graded in assignments if (each := graded.leave_out_ungraded()).records]
    target = CourseFolder(folder, course) if folder else None
    if target is not None and folder is not None:
        for each in assignments:
            target.insist(each)
        folder.mkdir(parents=True, exist_ok=True)
    with open_gradebook(url) as gradebook:
        for each in assignments:
            left_out = write_assignment(gradebook, each, target.find_moment if target else find_moment)
            yield each.assignment, len(each.records) - len(left_out), left_out
    if target is not None:
        for each in assignments:
            target.write(each)
