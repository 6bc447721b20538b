"""`autograder nbgrader`: a course for stock nbgrader."""

import argparse
from pathlib import Path

from rich.console import Console

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

    console = Console(highlight=False)
    course = need_course(options.course)
    assignments = course.choose(*options.assignments)
    count = write_course(course, assignments, options.folder)
    console.print(f"{options.folder}: {count} files, of {len(assignments)} assignments", soft_wrap=True)
    if options.roster is not None:
        try:
            from autograder.nbgrader.roster import import_roster
        except ImportError as error:
            raise name_lacking(error) from None
        students = import_roster(options.roster, options.folder)
        console.print(f"{students} student{'s are' if students != 1 else ' is'} in the gradebook")
    console.print(f"Next: cd {options.folder} && nbgrader generate_assignment {assignments[0].name}", soft_wrap=True)
    return 0
