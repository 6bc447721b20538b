"""Grading as an instructor sees it: what is odd about a class beforehand, a bar meanwhile, what changed afterwards."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from autograder.cli.options import name_lacking
from autograder.cohort.grade import GradedClass, grade_class
from autograder.cohort.intake import Intake
from autograder.cohort.successions import LEFT
from autograder.course import Assignment
from autograder.grading.grade import Workforce
from autograder.reports.page import Page
from autograder.reports.text import clean_line

SHOWN = 10

Tell = Callable[[str], object]
OnWorkers = Callable[[int], object]
Hire = Callable[[Assignment, Tell, OnWorkers], Workforce | None]


@contextmanager
def hiring(options: argparse.Namespace, folder: Path) -> Iterator[Hire]:
    """Give what hires those who grade an assignment: the workers of the cluster that was asked for, or nobody."""
    if options.cluster is None:
        yield lambda assignment, tell, on_workers: None
        return
    try:
        from autograder.cluster.address import connect
        from autograder.cluster.workforce import ClusterWorkforce
    except ImportError as error:
        raise name_lacking(error) from None
    settings = {"allow_weak": options.allow_weak_sandbox, "search_seconds": options.search}
    with connect(options.cluster, folder) as client:
        yield lambda assignment, tell, on_workers: ClusterWorkforce(
            assignment, client, **settings, tell=tell, on_workers=on_workers
        )


def grade_visibly(
    assignment: Assignment, intake: Intake, out: Path, options: argparse.Namespace, page: Page, hire: Hire
) -> GradedClass:
    """Grade a class into a folder, with a bar."""
    unknown = intake.deadline.list_strangers(intake.submissions)
    warn(page, "with an extension, but no submission of that name", unknown)
    for reason, names in intake.list_undated().items():
        warn(page, f"{len(names)} undated, so never late, because {reason}", names)
    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    # Where it cannot be drawn in place, it would leave an empty line.
    with Progress(*columns, console=page.console, transient=True, disable=not page.console.is_terminal) as progress:
        task = progress.add_task("grading", total=None, visible=False)

        def tell(line: str) -> None:
            page.line(clean_line(line), indent="! ", style="yellow")

        def show_workers(count: int) -> None:
            progress.update(task, description=f"grading on {count} worker{'s' if count != 1 else ''}")

        found = grade_class(
            assignment,
            intake,
            out,
            jobs=options.jobs,
            allow_weak=options.allow_weak_sandbox,
            search_seconds=options.search,
            never_lower=options.never_lower,
            what_if=options.what_if,
            workforce=hire(assignment, tell, show_workers),
            on_start=lambda total: progress.update(task, total=total, visible=True),
            on_record=lambda record: progress.advance(task),
        )
    aside = f"to be put aside into {out / LEFT}" if options.what_if else f"put aside into {out / LEFT}"
    warn(page, f"no longer in the class, and {aside}", found.left)
    unchanged = len(intake.submissions) - found.graded
    if unchanged:
        page.line(f"{unchanged} of {len(intake.submissions)} were graded before and are unchanged.")
    return found


def warn(page: Page, what: str, names: Sequence[str]) -> None:
    """Print what is odd about some students, if there are any, and name the first of them."""
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        page.line(f"{what}: {', '.join(clean_line(name) for name in names[:SHOWN])}{more}", indent="! ", style="yellow")


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show how many submissions are graded in a second."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")
