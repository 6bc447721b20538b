"""`autograder show`: everything of one student, hidden inputs and expected values too, for their instructor."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import add_course
from autograder.cohort.student import find_record, regrade, reveal
from autograder.course import need_course
from autograder.course.exercises import match_exercise
from autograder.reports.notes import list_notes
from autograder.reports.page import Page
from autograder.reports.terminal import render_exercise
from autograder.reports.text import MESSAGE_LIMIT, clean_line


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("student", help="their user name, or any other name on the roster")
    parser.add_argument("exercise", nargs="?", help="only this one")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the --out folder of autograder grade")
    parser.add_argument("--regrade", action="store_true", help="run the file again and show that; keep nothing")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the student's result in full."""
    kept = find_record(options.out, options.student)
    record = regrade(need_course(options.course), options.out, kept) if options.regrade else reveal(options.out, kept)
    names = [one.name for one in record.exercises]
    wanted = match_exercise(options.exercise, names) if options.exercise else None
    page = Page(Console(highlight=False))
    who = clean_line(f"{record.student} · {record.assignment}", MESSAGE_LIMIT)
    page.sides(who, f"{record.final_score} of {record.max_score} points", style="bold")
    # In one piece, to be copied: the terminal wraps it.
    page.console.print(clean_line(record.path, MESSAGE_LIMIT), style="dim", markup=False, soft_wrap=True)
    if options.regrade:
        page.line(f"graded just now; the result that is kept has {kept.final_score} points", style="dim")
        if record.sha256 != kept.sha256:
            page.line("The file is not the one that was graded: it has changed since.", indent="! ", style="yellow")
    for note in list_notes(record):
        page.line(clean_line(note, MESSAGE_LIMIT), indent="! ", style="yellow")
    for exercise in record.exercises:
        # Of what could not be graded no check has anything to say.
        if wanted in (None, exercise.name) and (record.error is None or exercise.manual):
            page.blank()
            render_exercise(page, exercise, full=True)
    return 0
