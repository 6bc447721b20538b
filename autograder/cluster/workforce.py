"""Let the workers of a cluster grade a class: whatever becomes of one of them, each submission gets one record."""

import queue
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from distributed import CancelledError, Client, Future, KilledWorker, fire_and_forget

from autograder.cluster.crew import PAUSE, SILENCE, Crew, Worker
from autograder.cluster.worker import Job, dismiss, find, list_terms
from autograder.course import Assignment
from autograder.errors import CourseError, GradingError
from autograder.grading.finding import Finding
from autograder.grading.grade import Keep
from autograder.grading.grader import describe_grading
from autograder.grading.judge_process import KnownCheck
from autograder.grading.regrade import Archive, Plan
from autograder.grading.repairs import SECONDS
from autograder.submissions import Submission

MOST_ENDED = 3  # workers that one submission may end
FIRST_SECONDS = 60.0  # for the first worker to come


@dataclass
class Task:
    """One submission on its way, and how many workers have ended with it."""

    submission: Submission
    ended: int = 0
    plan: Plan | None = None
    worker: Worker | None = None
    places: int = 0
    since: float = 0.0


class ClusterWorkforce:
    """The workers of a Dask cluster, as they come and go.

    Entering raises GradingError where no worker may grade. `tell` is told what the user should know of workers, a
    line at a time; `on_workers` how many grade. A worker that is silent for some seconds has lost its work to others.
    """

    def __init__(
        self,
        assignment: Assignment,
        client: Client,
        *,
        allow_weak: bool = False,
        search_seconds: float = SECONDS,
        tell: Callable[[str], object] = lambda line: None,
        on_workers: Callable[[int], object] = lambda count: None,
        silence: float = SILENCE,
    ) -> None:
        self.graded_with: dict[str, str] = {}
        self._assignment = assignment
        self._client = client
        self._job = Job(assignment.name, list_terms(assignment), allow_weak, search_seconds)
        self._crew = Crew(client, self._job, tell, on_workers, silence)
        self._patience = 2 * assignment.limits.submission_seconds + search_seconds * len(assignment.points)
        self._checks: tuple[KnownCheck, ...] = ()
        self._ended = queue.SimpleQueue[Future[Finding]]()
        self._running: dict[Future[Finding], Task] = {}

    def __enter__(self) -> Self:
        first = self._crew.await_first(FIRST_SECONDS)
        self.graded_with = describe_grading(self._assignment, first.sandbox)
        self._checks = first.checks
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # nobody waits for what is under way, and a cluster that is gone needs no farewell
            self._client.cancel(list(self._running), force=True)
            for address in self._crew.workers:
                fire_and_forget(self._client.submit(dismiss, self._job, workers=[address], pure=False))

    def grade(self, submissions: Sequence[Submission], archive: Archive, keep: Keep) -> None:
        """Grade each submission and hand its record to `keep`, in this thread."""
        waiting = deque(Task(submission) for submission in submissions)
        while waiting or self._running:
            lost = self._crew.look_around()
            for task in self._recover(lost):
                if task.ended < MOST_ENDED:
                    waiting.appendleft(task)
                else:
                    failure = GradingError(f"{MOST_ENDED} workers ended while they graded it")
                    self._conclude(task, failure, archive, keep)
            while waiting and self._send(waiting[0], archive, keep):
                waiting.popleft()
            with suppress(queue.Empty):
                self._receive(self._ended.get(timeout=PAUSE), archive, keep)

    def _send(self, task: Task, archive: Archive, keep: Keep) -> bool:
        """Give a task to a worker, if one is free; what may have ended a worker gets one for itself."""
        if task.submission.error is not None:
            self._conclude(task, None, archive, keep)
            return True
        worker = self._crew.find_free(alone=task.ended > 0)
        if worker is None:
            return False
        task.plan = plan = archive.plan(task.submission)
        task.worker, task.places = worker, worker.places if task.ended else 1
        task.since = time.monotonic()
        worker.free -= task.places
        asked = (self._job, tuple(task.submission.units), plan.extent, plan.kept, plan.told)
        future = self._client.submit(find, *asked, workers=[worker.address], pure=False)
        self._running[future] = task
        future.add_done_callback(self._ended.put)
        return True

    def _receive(self, future: Future[Finding], archive: Archive, keep: Keep) -> None:
        # What was given up, and has ended all the same, is graded elsewhere.
        task = self._running.pop(future, None)
        if task is None or task.worker is None:
            return
        task.worker.free += task.places
        try:
            found: Finding | Exception = future.result()
        except CourseError:
            raise
        except (CancelledError, KilledWorker) as error:
            found = GradingError(f"its worker ended: {error}")
        except Exception as error:
            found = error
        self._conclude(task, found, archive, keep)

    def _conclude(self, task: Task, found: Finding | Exception | None, archive: Archive, keep: Keep) -> None:
        submission, plan = task.submission, task.plan or archive.plan(task.submission)
        record, asked = archive.conclude(submission, plan, found, self._checks)
        keep(record, plan, asked)

    def _recover(self, lost: Sequence[str]) -> list[Task]:
        """Take back what workers had that are lost, or that take longer than any answer may."""
        now = time.monotonic()
        late = {
            task.worker.address for task in self._running.values() if task.worker and now - task.since > self._patience
        }
        for address in late:
            self._crew.drop(address)
        gone = {*lost, *late}
        back = {future: task for future, task in self._running.items() if task.worker and task.worker.address in gone}
        for future, task in back.items():
            del self._running[future]
            future.cancel(force=True)
            task.ended += 1
        return list(back.values())
