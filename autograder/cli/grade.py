"""`autograder grade`: a class's submissions → records, grades.csv, feedback, and a table."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.cli.folders import find_people
from autograder.cli.grading import grade_visibly, hiring, warn
from autograder.cli.junit import add_junit, write_report
from autograder.cli.options import add_course, add_jobs
from autograder.cohort.grade import GradedClass
from autograder.cohort.intake import take_in
from autograder.cohort.whole_course import take_in_all
from autograder.course import Course, need_course
from autograder.errors import AutograderError
from autograder.grading.repairs import SECONDS
from autograder.reports.changes import render_changes
from autograder.reports.doubts import render_doubts
from autograder.reports.page import Page
from autograder.reports.summary import render_course_summary, render_summary

MOST_SECONDS = 3600


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    assignment = parser.add_argument("assignment", help="such as 01_network")
    submissions = parser.add_argument(
        "submissions", type=Path, help="a folder of files, of clones, or nbgrader's submitted/"
    )
    parser.add_argument(
        "--all",
        type=Path,
        metavar="SUBMISSIONS",
        action=_Instead,
        of=(assignment, submissions),
        help="in place of both: grade every assignment in a folder of clones, each into DIR/ASSIGNMENT",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where results, grades and feedback go")
    add_jobs(parser)
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the class, as GitHub Classroom or Classroom 50 lists it; default: that of the last run into DIR",
    )
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="TIME",
        help="grade each clone as of its last commit before 2026-11-20T23:59+01:00",
    )
    parser.add_argument("--what-if", action="store_true", help="say who would move, and why; keep nothing")
    parser.add_argument(
        "--never-lower", action="store_true", help="let the better of an earlier result and the new one count"
    )
    add_junit(parser)
    add_course(parser)
    parser.add_argument(
        "--allow-weak-sandbox",
        action="store_true",
        help="grade even where students' code cannot be locked down; every record says so",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let a cluster of Dask grade: its scheduler's address, or local:N for N workers on this machine",
    )
    search = parser.add_mutually_exclusive_group()
    search.add_argument(
        "--search",
        type=_positive,
        default=SECONDS,
        metavar="SECONDS",
        help="of a processor, to look for a repair of an exercise that nothing else explains; default: %(default)g",
    )
    search.add_argument("--no-search", action="store_const", const=0.0, dest="search", help="look for no repairs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade what has no current result; 0 whatever the grades are."""
    console = Console(highlight=False)
    course = need_course(options.course)
    graded = _grade_all(course, options, console) if options.all else [_grade_one(course, options, console)]
    if options.junit:
        write_report([record for each in graded for record in each.read_records()], options.junit)
    if options.what_if:
        console.print("Nothing was kept: this is what would be.")
    return 0


def _grade_one(course: Course, options: argparse.Namespace, console: Console) -> GradedClass:
    assignment = course.get(options.assignment)
    people = find_people(options.roster, [options.out])
    intake = take_in(course, assignment, options.submissions, people=people, at=options.at)
    page = Page(console)
    with hiring(options, course.root) as hire:
        found = grade_visibly(assignment, intake, options.out, options, page, hire)
    render_summary(found.records, console=console, title=assignment.title, strangers=intake.strangers)
    render_doubts(found.records, page)
    if not found.is_first:
        render_changes(found.changes, page)
    return found


def _grade_all(course: Course, options: argparse.Namespace, console: Console) -> list[GradedClass]:
    """Grade every assignment of which anybody handed something in, each into a folder of its own."""
    if options.assignment is not None:
        raise AutograderError(f"--all grades every assignment: leave {options.assignment} out, or --all")
    page = Page(console)
    people = find_people(options.roster, [options.out / name for name in course.assignments])
    whole = take_in_all(course, options.all, people=people, at=options.at)
    if whole.left_out:
        console.print(f"Nobody handed in anything of {', '.join(whole.left_out)}.")
    strangers = {name for _, intake in whole.intakes for name in intake.strangers}
    warn(page, "not on the roster", sorted(strangers))
    graded = {}
    with hiring(options, course.root) as hire:
        if options.cluster is None:
            whole.warm_up()
        for assignment, intake in whole.intakes:
            page.head(f"{assignment.name} · {assignment.title}")
            out = options.out / assignment.name
            found = graded[assignment.name] = grade_visibly(assignment, intake, out, options, page, hire)
            render_doubts(found.records, page)
            if found.changes:
                render_changes(found.changes, page)
    page.head("")
    if any(not each.is_first for each in graded.values()) and not any(each.changes for each in graded.values()):
        render_changes((), page)
    records = {name: found.records for name, found in graded.items()}
    if not options.what_if:
        whole.write_grades(records, options.out / "grades.csv")
    render_course_summary(records, console=console, title=course.title, strangers=strangers)
    return list(graded.values())


class _Instead(argparse.Action):
    """Take an option in place of positional arguments, which then need not be there."""

    def __init__(self, option_strings: list[str], dest: str, of: Sequence[argparse.Action], **settings: Any) -> None:
        super().__init__(option_strings, dest, **settings)
        self._of = of

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        setattr(namespace, self.dest, values)
        for action in self._of:
            action.required = False


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds between 0 and {MOST_SECONDS}")
    return seconds


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date and time: write 2026-11-20T23:59+01:00") from None
    if moment.tzinfo is None:
        # A day ends at its end, and this machine's zone is the likeliest one.
        whole = moment if len(text) > len("2026-11-20") else moment.replace(hour=23, minute=59)
        proposal = whole.astimezone().isoformat(timespec="minutes")
        raise argparse.ArgumentTypeError(f"{text} could be in any time zone: write {proposal}, or where you are")
    return moment
