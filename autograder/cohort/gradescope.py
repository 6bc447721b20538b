"""Make the archive by which Gradescope grades an assignment itself."""

import os
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.release.gradescope import pack_autograder
from autograder.results.files import write_atomically


def export_gradescope(course: Course, assignment: Assignment, to: Path, options: str = "") -> None:
    """Write the archive to `to`; `options` are those of the command that grades on Gradescope's machine."""
    with Judges(assignment, os.cpu_count() or 1, allow_weak=bool(options)) as judges:
        table = need_table(assignment, judges)
    write_atomically(to, pack_autograder(course, assignment, table, options))
