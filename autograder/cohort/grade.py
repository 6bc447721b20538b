"""Grade a class into a folder: one record per submission, feedback, grades.csv."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.cohort.intake import Intake
from autograder.cohort.successions import follow_students, insist_on_assignment
from autograder.course import Assignment
from autograder.errors import GradingError
from autograder.grading.grade import describe_grading, grade_all, select_stale
from autograder.grading.judges import Judges
from autograder.grading.regrade import Archive
from autograder.grading.repairs import SECONDS, Repairs
from autograder.grading.slip_table import need_table
from autograder.reports.markdown import write_feedback
from autograder.results.record import Record
from autograder.results.store import Store
from autograder.submissions import Submission


@dataclass(frozen=True)
class GradedClass:
    """Every record of a class as it is now, and what became of the results of before."""

    records: list[Record]
    graded: int
    left: list[str]  # names whose records were put aside, since nobody of the class goes by them any more


def grade_class(
    assignment: Assignment,
    intake: Intake,
    out: Path,
    *,
    jobs: int = 1,
    allow_weak: bool = False,
    search_seconds: float = SECONDS,
    on_start: Callable[[int], object] = lambda total: None,
    on_record: Callable[[Record], object] = lambda record: None,
) -> GradedClass:
    """Grade what has no current result, and write results, feedback and grades into `out`.

    `search_seconds` of a processor go into each failing exercise that only a search may explain; 0: none.
    `on_start` is told how many submissions are going to be graded, `on_record` each record when it is kept. Raise
    GradingError where student code cannot be locked down, unless `allow_weak`, or where `out` cannot be written.
    """
    submissions = intake.submissions
    store = _open_store(out, assignment.name)
    with Judges(assignment, max(1, min(jobs, len(submissions))), allow_weak=allow_weak) as judges:
        judges.insist_on_lockdown("To grade all the same: --allow-weak-sandbox.")
        left = _follow(intake, store, out)
        graded_with = describe_grading(assignment, judges)
        stale = select_stale(submissions, store, graded_with)
        if stale:
            on_start(len(stale))

            def keep(record: Record) -> None:
                _keep(intake.date(record), store, out)
                on_record(record)

            table = need_table(assignment, judges)
            repairs = Repairs(assignment, judges, search_seconds)
            archive = Archive(assignment, out, graded_with)
            grade_all(
                assignment, stale, judges, table, graded_with=graded_with, keep=keep, archive=archive, repairs=repairs
            )
    records = [_bring_up_to_date(record, intake, store, out) for record in _read_all(submissions, store)]
    try:
        intake.write_grades(records, out)
    except OSError as error:
        raise GradingError(f"{out} cannot be written to: {error.strerror}") from None
    return GradedClass(records, len(stale), left)


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


def _follow(intake: Intake, store: Store, out: Path) -> list[str]:
    try:
        return follow_students(intake.submissions, intake.directory, store, out)
    except OSError as error:
        raise GradingError(f"{out} cannot be written to: {error.strerror}") from None


def _open_store(out: Path, assignment: str) -> Store:
    try:
        for folder in (out / "results", out / "feedback"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GradingError(f"{out} cannot be written to: {error.strerror}") from None
    store = Store(out / "results")
    insist_on_assignment(store, assignment)
    return store
