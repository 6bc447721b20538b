"""Grade a class into a folder: one record per submission, feedback, grades.csv."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.cohort.intake import Intake
from autograder.cohort.ledger import Ledger
from autograder.cohort.successions import follow_students, insist_on_assignment
from autograder.course import Assignment
from autograder.errors import GradingError
from autograder.grading.grade import LocalWorkforce, Workforce, select_stale
from autograder.grading.libraries import need_libraries
from autograder.grading.regrade import Archive, Plan
from autograder.grading.repairs import SECONDS
from autograder.reports.changes import FILE as CHANGES
from autograder.reports.changes import write_changes
from autograder.results.changes import Change
from autograder.results.class_list import keep_class
from autograder.results.files import clear_leftovers, writing
from autograder.results.observations import Asked
from autograder.results.record import Record
from autograder.results.standing import Standing
from autograder.results.store import Store


@dataclass(frozen=True)
class GradedClass:
    """Every record of a class as it is now, in outline (see Standing), and what became of the results of before."""

    records: list[Record]  # of a run that keeps nothing, what is new is there in full
    graded: int
    left: list[str]  # names whose records were put aside, since nobody of the class goes by them any more
    changes: list[Change]  # of results that were others before, the largest first
    is_first: bool  # no results were there before
    store: Store | None  # where the records are in full; None if nothing was kept

    def read_records(self) -> Iterator[Record]:
        """Yield every record in full, one after the other."""
        for outline in self.records:
            yield (self.store.read(outline.student) if self.store else None) or outline


def grade_class(
    assignment: Assignment,
    intake: Intake,
    out: Path,
    *,
    jobs: int = 1,
    allow_weak: bool = False,
    search_seconds: float = SECONDS,
    never_lower: bool = False,
    what_if: bool = False,
    workforce: Workforce | None = None,
    on_start: Callable[[int], object] = lambda total: None,
    on_record: Callable[[Record], object] = lambda record: None,
) -> GradedClass:
    """Grade what has no current result, and write results, feedback and grades into `out`.

    Who grades is `workforce`, or else `jobs` judges of this machine, as strictly locked down as `allow_weak` says.
    `search_seconds` of a processor go into each failing exercise that only a search may explain; 0: none.
    With `never_lower`, the better of an earlier result and a new one counts; with `what_if`, nothing is written.
    `on_start` is told how many submissions are going to be graded, `on_record` each record when it is kept. Raise
    GradingError where student code cannot be locked down, unless `allow_weak`, or where `out` cannot be written.
    """
    if out.resolve().is_relative_to(intake.folder.resolve()):
        raise GradingError(
            f"{out} lies in {intake.folder}, where it would be taken for a submission: name another --out"
        )
    submissions = intake.submissions
    if workforce is None:
        workforce = LocalWorkforce(
            assignment,
            max(1, min(jobs, len(submissions))),
            allow_weak=allow_weak,
            search_seconds=search_seconds,
            libraries=need_libraries(assignment, submissions),
        )
    # Meanwhile its judges warm up.
    with workforce:
        store = _open_store(out, what_if)
        standing = Standing(store.read_each())
        insist_on_assignment(standing, out, assignment.name)
        is_first = not standing
        ledger = Ledger(out, intake, assignment.points, standing, never_lower=never_lower, what_if=what_if)
        left = _follow(intake, standing, out, what_if)
        stale = select_stale(submissions, standing, workforce.graded_with)
        if stale:
            on_start(len(stale))

            def keep(record: Record, plan: Plan, asked: Asked | None) -> None:
                ledger.keep(record, plan, asked)
                on_record(record)

            workforce.grade(stale, Archive(assignment, out, workforce.graded_with, keep=not what_if), keep)
    records = ledger.close()
    if not what_if:
        _write_tables(intake, records, ledger.changes, out)
    return GradedClass(records, len(stale), left, ledger.changes, is_first, None if what_if else store)


def _write_tables(intake: Intake, records: list[Record], changes: list[Change], out: Path) -> None:
    with writing(out):
        intake.write_grades(records, out)
        keep_class(intake.directory, out)
        write_changes(changes, out / CHANGES)


def _follow(intake: Intake, standing: Standing, out: Path, what_if: bool) -> list[str]:
    with writing(out):
        return follow_students(intake.submissions, intake.directory, standing, out, what_if=what_if)


def _open_store(out: Path, what_if: bool) -> Store:
    if not what_if:
        with writing(out):
            for folder in (out / "results", out / "feedback"):
                folder.mkdir(parents=True, exist_ok=True)
            clear_leftovers(out)
    return Store(out / "results")
