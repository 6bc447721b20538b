"""`autograder leaderboard`: who is how good at an open task, under chosen names, as a page and a table."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.folders import find_graded, find_people
from autograder.cli.lines import say
from autograder.cli.options import add_course
from autograder.cohort.leaderboard import make_leaderboard
from autograder.course import find_course
from autograder.course.secret import read_key
from autograder.reports.leaderboard.ladder import STEP
from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results.files import writing

NAME_LIMIT = 40


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the --out folder of one `autograder grade`")
    parser.add_argument("--final", action="store_true", help="the ranks on the half of the test that was never shown")
    parser.add_argument(
        "--step",
        type=_share,
        metavar="SHARE",
        help="by how much a score must beat the one before to be shown; default: 0.01, the noise of 1000 images",
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the class, after whom nobody may be called; default: the one that was graded",
    )
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the page and the table go; default: DIR")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the leaderboard and say where it is."""
    known = find_graded(options.folder, find_course(options.course))
    to = options.to or options.folder
    people = find_people(options.roster, [options.folder])
    with writing(to):
        board = make_leaderboard(
            options.folder,
            to,
            f"{known.name} · {known.title}" if known else "Leaderboard",
            people=people.people,
            key=read_key(known.folder) if known else b"",
            step=options.step or STEP,
            final=options.final,
        )
    page = Page(Console(highlight=False))
    for student, called in board.refused.items():
        wanted = f"{clean_line(student, NAME_LIMIT)} cannot be called “{clean_line(called.refused, NAME_LIMIT)}”"
        page.line(f"{wanted} and is “{called.name}”; the feedback says so", indent="! ", style="yellow")
    say(f"{board.count} on the leaderboard: open {board.page}; the table is {board.table}")
    return 0


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share between 0 and 1")
    return share
