"""`autograder grade`: a class's submissions → records, grades.csv, feedback, and a table."""

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from autograder.cli.counts import add_jobs
from autograder.cli.intake import Intake, add_options, take_in
from autograder.course import Assignment, need_course
from autograder.errors import GradingError
from autograder.grading.grade import describe_grading, grade_all, select_stale
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.reports.markdown import write_feedback
from autograder.reports.summary import render_summary
from autograder.results.record import Record
from autograder.results.store import Store
from autograder.submissions import Submission


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("grade", help="grade a class: one record per submission, grades.csv, feedback")
    parser.add_argument("assignment", help="such as 01_network")
    parser.add_argument("submissions", type=Path, help="a folder of files, of clones, or nbgrader's submitted/")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where results, grades and feedback go")
    add_jobs(parser)
    add_options(parser)
    parser.add_argument(
        "--course", type=Path, default=Path.cwd(), metavar="DIR", help="the course's repository; default: this one"
    )
    parser.add_argument(
        "--allow-weak-sandbox",
        action="store_true",
        help="grade even where students' code cannot be locked down; every record says so",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade what has no current result; 0 whatever the grades are."""
    console = Console(highlight=False)
    course = need_course(options.course)
    assignment = course.get(options.assignment)
    intake = take_in(options, course, assignment, console)
    submissions = intake.submissions
    store = _open_store(options.out)
    jobs = max(1, min(options.jobs, len(submissions)))
    with Judges(assignment, jobs, allow_weak=options.allow_weak_sandbox) as judges:
        judges.insist_on_lockdown("To grade all the same: --allow-weak-sandbox.")
        graded_with = describe_grading(assignment, judges)
        stale = select_stale(submissions, store, graded_with)
        if stale:
            _grade(options.out, assignment, intake, stale, judges, graded_with, store, console)
    records = [_bring_up_to_date(record, intake, store, options.out) for record in _read_all(submissions, store)]
    try:
        intake.write_grades(records, options.out)
    except OSError as error:
        raise GradingError(f"{options.out} cannot be written to: {error.strerror}") from None
    if len(stale) < len(submissions):
        console.print(f"{len(submissions) - len(stale)} of {len(submissions)} were graded before and are unchanged.")
    render_summary(records, console=console, title=assignment.title)
    return 0


def _grade(
    out: Path,
    assignment: Assignment,
    intake: Intake,
    stale: list[Submission],
    judges: Judges,
    graded_with: dict[str, str],
    store: Store,
    console: Console,
) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        table = need_table(assignment, judges)
        task = progress.add_task("grading", total=len(stale))

        def keep(record: Record) -> None:
            _keep(intake.date(record), store, out)
            progress.advance(task)

        grade_all(assignment, stale, judges, table, graded_with=graded_with, keep=keep)


def _keep(record: Record, store: Store, out: Path) -> None:
    try:
        # The record last: it is what says that this submission is done.
        write_feedback(record, out / "feedback")
        store.write(record)
    except OSError as error:
        raise GradingError(f"{out} cannot be written to: {error.strerror}; what was finished is kept") from None


def _read_all(submissions: list[Submission], store: Store) -> list[Record]:
    return [record for one in submissions if (record := store.read(one.student)) is not None]


def _bring_up_to_date(record: Record, intake: Intake, store: Store, out: Path) -> Record:
    """Return the record with its date and lateness as they are now: a deadline may have moved since it was graded."""
    dated = intake.date(record)
    if dated != record:
        _keep(dated, store, out)
    return dated


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show how many submissions are graded in a second."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


def _open_store(out: Path) -> Store:
    try:
        for folder in (out / "results", out / "feedback"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GradingError(f"{out} cannot be written to: {error.strerror}") from None
    return Store(out / "results")
