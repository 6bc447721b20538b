"""`autograder history`: every result that a student has had, and by which checks."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cohort.student import read_history
from autograder.reports.history import render_history


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("student", help="their user name, or any other name on the roster")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the --out folder of autograder grade")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the results, oldest first."""
    render_history(read_history(options.out, options.student), Console(highlight=False))
    return 0
