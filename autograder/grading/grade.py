"""Grade a folder of submissions: one record each, kept as soon as its process is dead."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Protocol, Self

from autograder.course import Assignment
from autograder.errors import CourseError, GradingError
from autograder.grading.finding import Finding
from autograder.grading.grader import Grader, describe_grading
from autograder.grading.judges import Judges, insist_on_lockdown
from autograder.grading.regrade import Archive, Plan
from autograder.grading.repairs import SECONDS, Repairs
from autograder.grading.slip_table import need_table
from autograder.results.observations import Asked
from autograder.results.record import Record
from autograder.results.standing import Standing
from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.posture import find_posture
from autograder.submissions import Submission

REMEDY = "To grade all the same: --allow-weak-sandbox."

# Takes a new record, what was planned for it, and what is said of what was seen, where that is kept.
Keep = Callable[[Record, Plan, Asked | None], object]


class Workforce(Protocol):
    """Whoever grades a class, here or on other machines; a context manager."""

    graded_with: dict[str, str]

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def grade(self, submissions: Sequence[Submission], archive: Archive, keep: Keep) -> None:
        """Grade each submission and hand its record to `keep`, in one thread at a time or in several.

        An error or Ctrl-C ends the work, not what was kept. What the archive has seen of earlier runs is not asked
        again, and what is seen now is kept there. A submission at which grading fails gets a record that says so, and
        that the next run does not take for current.
        """


class LocalWorkforce:
    """Judges on this machine, `jobs` of them.

    `search_seconds` of a processor go into each failing exercise that only a search may explain; 0: none. Entering
    raises GradingError where student code cannot be locked down, unless `allow_weak`; it waits for no judge, and where
    nothing is to be graded, nobody ever does.
    """

    def __init__(
        self,
        assignment: Assignment,
        jobs: int = 1,
        *,
        allow_weak: bool = False,
        search_seconds: float = SECONDS,
        libraries: Collection[str] | None = None,
    ) -> None:
        self.graded_with: dict[str, str] = {}
        self._assignment = assignment
        self._allow_weak = allow_weak
        # They begin to warm up.
        self._judges = Judges(assignment, jobs, allow_weak=allow_weak, libraries=libraries)
        self._search_seconds = search_seconds

    def __enter__(self) -> Self:
        try:
            posture = find_posture()
            if not self._allow_weak:
                insist_on_lockdown(posture.weaknesses(), REMEDY)
        except NoSandbox as reason:
            self._judges.close()
            raise GradingError(str(reason)) from None
        except BaseException:
            self._judges.close()
            raise
        self.graded_with = describe_grading(self._assignment, posture.describe())
        return self

    def __exit__(self, *_: object) -> None:
        self._judges.close()

    def grade(self, submissions: Sequence[Submission], archive: Archive, keep: Keep) -> None:
        """Grade each submission and hand its record to `keep`, from as many threads as there are judges."""
        self._judges.await_ready()
        self._judges.insist_on_lockdown(REMEDY)
        table = need_table(self._assignment, self._judges)
        grader = Grader(
            self._assignment, self._judges, table, Repairs(self._assignment, self._judges, self._search_seconds)
        )
        stopped = threading.Event()

        def grade(submission: Submission) -> None:
            if stopped.is_set():
                return
            # Read once, for the judge, the diagnosis and what is kept.
            submission = replace(submission, units=tuple(submission.units))
            plan = archive.plan(submission)
            found: Finding | Exception | None = None
            try:
                if submission.error is None:
                    found = grader.find(submission.units, plan.extent, plan.kept, plan.told)
            except CourseError:
                raise
            # Whatever goes wrong with one submission costs that one; what is wrong with all goes wrong again below.
            except Exception as failure:
                # Whoever stopped the work has ended the judges, too.
                if stopped.is_set():
                    return
                found = failure
            record, asked = archive.conclude(submission, plan, found, self._judges.checks)
            keep(record, plan, asked)

        with ThreadPoolExecutor(self._judges.jobs) as pool:
            futures = [pool.submit(grade, submission) for submission in submissions]
            try:
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            except BaseException:
                stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                # Judges wait on their processes; ending those lets the threads go.
                self._judges.close()
                raise


def select_stale(
    submissions: Iterable[Submission], standing: Standing, graded_with: dict[str, str]
) -> list[Submission]:
    """Return the submissions that have no current result."""
    return [one for one in submissions if not standing.is_current(one.student, one.sha256, graded_with)]
