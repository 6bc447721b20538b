"""`autograder comment`: add a person's points, words or rubric items to manual.toml."""

import argparse
import re
from pathlib import Path

from autograder.cli.lines import say
from autograder.cohort.student import comment
from autograder.errors import AutograderError
from autograder.results.manual_file import FILE


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("student", help="their user name, or any other name on the roster")
    parser.add_argument("exercise", help="such as Net.num_flat_features")
    parser.add_argument("words", nargs="?", default="", help="what the student reads")
    parser.add_argument("--points", type=_points, metavar="N", help="35 counts in place of the checks; +2 or -3 adds")
    parser.add_argument("--item", action="append", default=[], metavar="NAME", help="an item of manual.toml's [items]")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the --out folder of autograder grade")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add the entry; the next autograder grade reads it."""
    if not options.words and options.points is None and not options.item:
        raise AutograderError("say something: words, --points or --item")
    before, after = comment(
        options.out, options.student, options.exercise, points=options.points, words=options.words, items=options.item
    )
    change = "as before" if after.score == before.score else f"in place of {before.score}"
    points = f"{after.name} has {after.score} of {after.max_score} points, {change}"
    say(f"{options.out / FILE}: added; after the next autograder grade {points}")
    return 0


def _points(text: str) -> int | str:
    if re.fullmatch(r"[+-]\d+", text):
        return text
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of points: write 35, +2 or -3")
    return int(text)
