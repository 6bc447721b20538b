"""Options that several commands have."""

import argparse
import os
from pathlib import Path

from autograder.errors import AutograderError


def add_course(parser: argparse.ArgumentParser) -> None:
    """Add where the course is."""
    parser.add_argument(
        "--course", type=Path, default=Path.cwd(), metavar="DIR", help="the course's repository; default: this one"
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add how many judges are at work at the same time."""
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=count, default=cores, metavar="N", help="judges at work; default: one a core")


def count(text: str) -> int:
    """Read a whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def name_lacking(error: ImportError) -> AutograderError:
    """Return what to say where a library is not installed that only some commands need."""
    library = (error.name or str(error)).partition(".")[0]
    return AutograderError(f"this needs {library}: python -m pip install 'autograder[instructor]'")
