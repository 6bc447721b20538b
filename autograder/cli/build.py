"""`autograder build`: solutions/ → assignments/."""

import argparse
import os
from dataclasses import replace

from autograder.author.build.assemble import assemble, compare, fill_folder
from autograder.author.build.notebooks import make_notebook
from autograder.author.prove.folder import list_missing
from autograder.cli.lines import say
from autograder.cli.options import add_course
from autograder.course import HIDDEN, Assignment, Course, need_course
from autograder.errors import CourseError
from autograder.grading.digests import digest_programs
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("assignment", nargs="?", help="such as 01_network; default: all")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if assignments/ is stale")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build the chosen assignments, or say which are stale: 1 if any is."""
    course = need_course(options.course)
    stale: list[str] = []
    chosen = course.choose(*[options.assignment] if options.assignment else [])
    for assignment in chosen:
        files = build_files(assignment)
        folder = course.root / "assignments" / assignment.name
        if options.check:
            stale += compare(files, folder)
        else:
            fill_folder(files, folder)
            say(f"{folder.relative_to(course.root)}: {len(files)} files")
    stale += _find_strangers(course)
    for line in stale:
        say(line)
    return 1 if stale else 0


def build_files(assignment: Assignment) -> dict[str, bytes]:
    """Return what students get of an assignment, by file name."""
    if missing := list_missing(assignment):
        raise CourseError(missing[0])
    with Judges(assignment, os.cpu_count() or 1) as judges:
        table = need_table(assignment, judges)
    hidden = {key for key in table.solution if f"{HIDDEN}.py::" in key}
    public = replace(table.without(hidden, table.hidden_checks), programs=digest_programs(assignment))
    files = assemble(assignment, slip_data=public.to_json().encode())
    return files | {f"{assignment.module}.ipynb": make_notebook(assignment)}


def _find_strangers(course: Course) -> list[str]:
    folders = sorted((course.root / "assignments").glob("*/"))
    return [
        f"{folder.relative_to(course.root)} belongs to no assignment of course.toml: delete it"
        for folder in folders
        if folder.name not in course.assignments
    ]
