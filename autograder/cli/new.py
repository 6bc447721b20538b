"""`autograder new`: begin a course, or an assignment of one."""

import argparse
import os
import shlex
from pathlib import Path

from autograder.cli.lines import say
from autograder.cli.options import add_course
from autograder.course import need_course


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    kinds = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    course = kinds.add_parser("course", help="a folder with one small worked assignment, to prove, build and release")
    course.add_argument("folder", type=Path, metavar="FOLDER", help="new, or empty")
    course.set_defaults(run=_run_course)
    assignment = kinds.add_parser("assignment", help="a folder with every file that `autograder prove` asks for")
    assignment.add_argument("name", metavar="NAME", help="such as 09_dropout: students' file is then dropout.py")
    assignment.add_argument(
        "--from",
        type=Path,
        dest="source",
        metavar="FILE",
        help="a solution, a Python file or a notebook: prepare exercises, checks and slips",
    )
    add_course(assignment)
    assignment.set_defaults(run=_run_assignment)


def _run_course(options: argparse.Namespace) -> int:
    from autograder.author.new.course import make_course

    for path in make_course(options.folder):
        say(str(options.folder / path))
    say(f"Next: cd {shlex.quote(str(options.folder))} && autograder prove && autograder build")
    return 0


def _run_assignment(options: argparse.Namespace) -> int:
    from autograder.author.new.assignment import make_assignment

    made = make_assignment(need_course(options.course), options.name, options.source)
    for path in made.files:
        say(os.path.relpath(path))
    for place in made.left_out:
        say(f"{place}: left out, since students would receive it as it is")
    if made.packages:
        names = ", ".join(made.packages)
        say(f"It requires {names}, as course.toml now says, and requirements.txt if there is one")
    name = shlex.quote(options.name)
    say(f"It is in course.toml, too. Next: write what TODO stands for, then autograder prove {name}")
    return 0
