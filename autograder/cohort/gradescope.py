"""Make the archive by which Gradescope grades an assignment itself."""

import os
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.release.gradescope import pack_autograder
from autograder.results.files import write_atomically


def export_gradescope(course: Course, assignment: Assignment, to: Path, *, allow_weak: bool = False) -> None:
    """Write the archive to `to`; with `allow_weak`, it grades even where a machine cannot lock students' code down."""
    with Judges(assignment, os.cpu_count() or 1, allow_weak=allow_weak) as judges:
        table = need_table(assignment, judges)
    write_atomically(to, pack_autograder(course, assignment, table, allow_weak=allow_weak))
