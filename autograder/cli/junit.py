"""The option `--junit` of commands that grade."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from autograder.reports.junit import write_junit
from autograder.results import Record
from autograder.results.files import writing


def add_junit(parser: argparse.ArgumentParser) -> None:
    """Add where a report goes that other CIs read."""
    parser.add_argument(
        "--junit", type=Path, metavar="FILE", help="write a report as JUnit XML, for GitLab and other CIs"
    )


def write_report(records: Sequence[Record], path: Path) -> None:
    """Write it; raise AutograderError where that cannot be."""
    with writing(path):
        write_junit(records, path)
