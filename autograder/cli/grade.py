"""`autograder grade`: a class's submissions → records, grades.csv, feedback, and a table."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from autograder.cli.junit import add_junit, write_report
from autograder.cli.options import add_course, add_jobs
from autograder.cohort.grade import grade_class
from autograder.cohort.intake import take_in
from autograder.cohort.successions import LEFT
from autograder.course import Assignment, need_course
from autograder.errors import GradingError
from autograder.grading.grade import Workforce
from autograder.grading.repairs import SECONDS
from autograder.reports.changes import render_changes
from autograder.reports.doubts import render_doubts
from autograder.reports.page import Page
from autograder.reports.summary import render_summary
from autograder.reports.text import clean_line

SHOWN = 10
MOST_SECONDS = 3600


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("assignment", help="such as 01_network")
    parser.add_argument("submissions", type=Path, help="a folder of files, of clones, or nbgrader's submitted/")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where results, grades and feedback go")
    add_jobs(parser)
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="the class, as GitHub Classroom or Classroom 50 lists it"
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
    assignment = course.get(options.assignment)
    intake = take_in(course, assignment, options.submissions, roster=options.roster, at=options.at)
    page = Page(console)
    _warn(page, "not on the roster", intake.strangers)
    unknown = intake.deadline.list_strangers(intake.submissions)
    _warn(page, "with an extension, but no submission of that name", unknown)
    for reason, names in intake.list_undated().items():
        _warn(page, f"{len(names)} undated, so never late, because {reason}", names)
    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("grading", total=None, visible=False)

        def tell(line: str) -> None:
            page.line(clean_line(line), indent="! ", style="yellow")

        def show_workers(count: int) -> None:
            progress.update(task, description=f"grading on {count} worker{'s' if count != 1 else ''}")

        with _hire(assignment, options, tell, show_workers) as workforce:
            found = grade_class(
                assignment,
                intake,
                options.out,
                jobs=options.jobs,
                allow_weak=options.allow_weak_sandbox,
                search_seconds=options.search,
                never_lower=options.never_lower,
                what_if=options.what_if,
                workforce=workforce,
                on_start=lambda total: progress.update(task, total=total, visible=True),
                on_record=lambda record: progress.advance(task),
            )
    _warn(page, f"no longer in the class, and put aside into {options.out / LEFT}", found.left)
    unchanged = len(intake.submissions) - found.graded
    if unchanged:
        console.print(f"{unchanged} of {len(intake.submissions)} were graded before and are unchanged.")
    render_summary(found.records, console=console, title=assignment.title, strangers=intake.strangers)
    render_doubts(found.records, console=console)
    if not found.is_first:
        render_changes(found.changes, page)
    if options.junit:
        write_report(list(found.read_records()), options.junit)
    if options.what_if:
        console.print("Nothing was kept: this is what would be.")
    return 0


@contextmanager
def _hire(
    assignment: Assignment,
    options: argparse.Namespace,
    tell: Callable[[str], object],
    on_workers: Callable[[int], object],
) -> Iterator[Workforce | None]:
    """Give the workers of the cluster that was asked for; None where none was."""
    if options.cluster is None:
        yield None
        return
    try:
        from autograder.cluster.address import connect
        from autograder.cluster.workforce import ClusterWorkforce
    except ImportError:
        raise GradingError("--cluster needs Dask: python -m pip install 'autograder[instructor]'") from None
    settings = {"allow_weak": options.allow_weak_sandbox, "search_seconds": options.search}
    with connect(options.cluster, assignment.folder) as client:
        yield ClusterWorkforce(assignment, client, **settings, tell=tell, on_workers=on_workers)


def _warn(page: Page, what: str, names: Sequence[str]) -> None:
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        page.line(f"{what}: {', '.join(clean_line(name) for name in names[:SHOWN])}{more}", indent="! ", style="yellow")


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show how many submissions are graded in a second."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


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
