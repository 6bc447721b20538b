"""`autograder nbgrader`: a course for stock nbgrader."""

import argparse
from pathlib import Path
from typing import Any

from autograder.cli.lines import say
from autograder.cli.options import add_course, name_lacking
from autograder.course import need_course


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    own = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = own.add_parser("build", help="write a course folder: source notebooks and nbgrader_config.py")
    build.add_argument("folder", type=Path, metavar="DIR", help="the course folder, new or to be updated")
    build.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="such as 01_network; default: all")
    build.add_argument("--roster", type=Path, metavar="FILE", help="put the students of this CSV into the gradebook")
    add_course(build)
    build.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the course folder and say what is in it."""
    from autograder.nbgrader.course import write_course

    course = need_course(options.course)
    assignments = course.choose(*options.assignments)
    # Before anything is written.
    students = None if options.roster is None else _read_roster(options.roster)
    count = write_course(course, assignments, options.folder)
    of = f"{len(assignments)} assignment{'s' * (len(assignments) != 1)}"
    say(f"{options.folder}: {count} files, of {of}")
    if students is not None:
        from autograder.nbgrader.roster import import_students

        import_students(students, options.folder)
        say(f"{len(students)} student{'s are' if len(students) != 1 else ' is'} in the gradebook")
    say(f"Next: cd {options.folder} && nbgrader generate_assignment {assignments[0].name}")
    return 0


def _read_roster(path: Path) -> dict[str, dict[str, Any]]:
    try:
        from autograder.nbgrader.roster import read_students
    except ImportError as error:
        raise name_lacking(error) from None
    return read_students(path)
