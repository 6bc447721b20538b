"""`autograder export`: what `autograder grade` found → the gradebooks of learning platforms."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.course import find_course
from autograder.errors import AutograderError
from autograder.reports.gradebooks.course_table import write_course_table
from autograder.reports.gradebooks.graded import Graded, read_graded


def add_to(commands: Any) -> None:
    """Add the command and its formats."""
    parser = commands.add_parser("export", help="hand grades to a gradebook: csv, canvas, moodle, gradescope, nbgrader")
    formats = parser.add_subparsers(title="formats", metavar="FORMAT", required=True)
    _add_csv(formats)


def _add_csv(formats: Any) -> None:
    parser = formats.add_parser("csv", help="one table of all assignments: a row per student")
    _add_folders(parser)
    _add_target(parser, "the table")
    parser.set_defaults(run=_run_csv)


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        nargs="+",
        type=Path,
        metavar="DIR",
        help="the --out folder of one `autograder grade`; several: one an assignment",
    )


def _add_target(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=f"where {what} goes")


def _run_csv(options: argparse.Namespace) -> int:
    assignments = _read(options)
    with _writing(options.to):
        count = write_course_table(assignments, options.to)
    _say(f"{options.to}: {count} students")
    return 0


def _read(options: argparse.Namespace) -> list[Graded]:
    course = find_course(Path.cwd())
    titles = {name: each.title for name, each in course.assignments.items()} if course else {}
    return read_graded(options.folders, titles)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AutograderError(f"{path} cannot be written: {error.strerror}") from None


def _say(line: str) -> None:
    Console(highlight=False).print(line, markup=False, soft_wrap=True)
