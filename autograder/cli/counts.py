"""Options that are whole numbers of at least 1."""

import argparse
import os


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add how many judges are at work at the same time."""
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=count, default=cores, metavar="N", help="judges at work; default: one a core")


def count(text: str) -> int:
    """Read the value of such an option."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)
