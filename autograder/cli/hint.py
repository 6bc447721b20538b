"""`autograder hint`: the next hint for an exercise."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.course import Assignment, find_assignment, find_course
from autograder.course.exercises import match_exercise
from autograder.course.folders import find_all_folders
from autograder.course.hints import find_hints
from autograder.errors import AutograderError
from autograder.reports.page import Page
from autograder.student.hinting import next_hint


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("exercise", nargs="?", default="", help="such as Net.num_flat_features")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one more hint."""
    assignment, exercise = find_exercise(options.exercise, _list_assignments())
    Page(Console(highlight=False)).line(next_hint(assignment, exercise))
    return 0


def find_exercise(wanted: str, assignments: list[Assignment]) -> tuple[Assignment, str]:
    """Return the assignment and exercise that a student means, by its whole name or the last part of it.

    Raise AutograderError, with near misses, where there is none, and where there are several.
    """
    known = [(assignment, name) for assignment in assignments for name in find_hints(assignment)]
    if not known:
        raise AutograderError("there are no hints here; go to an assignment's folder")
    name = match_exercise(wanted, [name for _, name in known])
    found = [(assignment, each) for assignment, each in known if each == name]
    if len(found) > 1:
        places = " and ".join(assignment.name for assignment, _ in found)
        raise AutograderError(f"{wanted} is an exercise of {places}: go to the folder of the one you mean")
    return found[0]


def _list_assignments() -> list[Assignment]:
    """Return the assignments here; of the whole course where there are none here."""
    here = Path.cwd()
    course = find_course(here)
    folders = find_all_folders(here) or (find_all_folders(course.root) if course else [])
    return [find_assignment(folder) for folder in folders]
