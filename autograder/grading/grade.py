"""Grade a folder of submissions: one record each, written as soon as its process is dead."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import replace

from autograder.course import Assignment
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable
from autograder.errors import AutograderError, CourseError
from autograder.grading.digests import digest_assignment
from autograder.grading.judge_process import KnownCheck
from autograder.grading.judges import Judges
from autograder.grading.regrade import Archive, Plan
from autograder.grading.repairs import Repairs
from autograder.results.record import BROKE_OFF, Check, Exercise, Record
from autograder.results.store import Store
from autograder.results.versions import versions
from autograder.submissions import Submission

BROKEN_OFF = (
    f"{BROKE_OFF} ({{}}); that is no fault of its author. Run autograder grade again; if it "
    "breaks off again, look at the file by hand."
)

LONGEST_REASON = 300


def describe_grading(assignment: Assignment, judges: Judges) -> dict[str, str]:
    """Return what every record says it was graded with."""
    return {"checks": digest_assignment(assignment), **versions(), "sandbox": judges.sandbox}


def select_stale(submissions: Sequence[Submission], store: Store, graded_with: dict[str, str]) -> list[Submission]:
    """Return the submissions that have no current result."""
    return [one for one in submissions if not store.is_current(one.student, one.sha256, graded_with)]


def grade_all(
    assignment: Assignment,
    submissions: Iterable[Submission],
    judges: Judges,
    table: SlipTable,
    *,
    graded_with: dict[str, str],
    keep: Callable[[Record], object],
    archive: Archive | None = None,
    repairs: Repairs | None = None,
) -> None:
    """Grade each submission and hand its record to `keep`; an error or Ctrl-C ends the work, not what was kept.

    With `repairs`, small changes are looked for that repair what nothing else explains.
    With an `archive` of earlier runs, what they saw is not asked again, and what was seen now is kept there.
    A submission at which a judge fails gets a record that says so, and that the next run does not take for current.
    """
    stopped = threading.Event()

    def grade(submission: Submission) -> None:
        if stopped.is_set():
            return
        try:
            keep(grade_one(assignment, submission, judges, table, graded_with, archive, repairs))
        except CourseError:
            raise
        # Whatever goes wrong with one submission costs that one; what is wrong with all goes wrong again below.
        except Exception as failure:
            # Whoever stopped the work has ended the judges, too.
            if stopped.is_set():
                return
            keep(grade_one(assignment, _break_off(submission, failure), judges, table, graded_with))

    with ThreadPoolExecutor(judges.jobs) as pool:
        futures = [pool.submit(grade, submission) for submission in submissions]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            # Judges wait on their processes; ending those lets the threads go.
            judges.close()
            raise


def grade_one(
    assignment: Assignment,
    submission: Submission,
    judges: Judges,
    table: SlipTable,
    graded_with: dict[str, str],
    archive: Archive | None = None,
    repairs: Repairs | None = None,
) -> Record:
    """Return the record of one submission."""
    plan = archive.plan(submission) if archive is not None else Plan()
    found = judges.examine(submission.units, plan.extent, plan.kept) if submission.error is None else None
    if found is not None:
        found = found.with_digests()
        if archive is not None:
            archive.keep(submission, plan, found)
    order = list(assignment.points)
    repair = repairs.way(submission.units) if repairs is not None else None
    exercises = explain(found, order, table, submission.units, repair) if found else _nothing(order, judges.checks)
    return Record(
        assignment=assignment.name,
        student=submission.student,
        path=str(submission.path),
        sha256=submission.sha256,
        graded_with=graded_with,
        seconds=found.seconds if found else 0.0,
        error=submission.error,
        notes=(*submission.notes, *(found.notes if found else ())),
        exercises=exercises if plan.before is None else _merge(order, plan.before, exercises),
    )


def _merge(order: list[str], before: Record, now: tuple[Exercise, ...]) -> tuple[Exercise, ...]:
    """Return the exercises in order: those that were examined now, and the others as they were."""
    found = {exercise.name: exercise for exercise in (*before.exercises, *now)}
    return tuple(found[name] for name in order if name in found)


def _break_off(submission: Submission, failure: Exception) -> Submission:
    said = str(failure) if isinstance(failure, AutograderError) else f"{type(failure).__name__}: {failure}"
    return replace(submission, sha256=None, error=BROKEN_OFF.format(said[:LONGEST_REASON]))


def _nothing(order: list[str], checks: list[KnownCheck]) -> tuple[Exercise, ...]:
    """Return every exercise at 0, for a submission that could not be graded."""
    return tuple(
        Exercise(
            name,
            None,
            tuple(
                Check(check.id, check.title, "failed", 0, check.max_score, check.hidden)
                for check in checks
                if check.exercise == name
            ),
        )
        for name in order
    )
