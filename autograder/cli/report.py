"""`autograder report`: what `autograder grade` found → pages that open from a disk."""

import argparse
from pathlib import Path

from autograder.cli.lines import say
from autograder.cli.options import add_course, name_lacking
from autograder.course import find_course
from autograder.results.files import writing


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="DIR", help="the --out folder of one `autograder grade`, or several"
    )
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the pages go; default: report/ in DIR")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the pages and say where to begin."""
    try:
        from autograder.cohort.report import report
    except ImportError as error:
        raise name_lacking(error) from None
    course = find_course(options.course)
    titles = {name: each.title for name, each in course.assignments.items()} if course else {}
    to = options.to or options.folders[0] / "report"
    with writing(to):
        first = report(options.folders, to, lambda name: titles.get(name, name))
    say(f"Open {first}")
    return 0
