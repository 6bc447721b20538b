"""Know the workers of a cluster: who has come, who is refused and why, who has gone or is silent."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from distributed import Client, Future

from autograder.cluster.worker import Introduction, Job, introduce
from autograder.errors import GradingError

SILENCE = 30.0  # seconds without a heartbeat, after which a worker's work is given to others
PAUSE = 0.5  # between two looks around


@dataclass
class Worker:
    """One worker: its places are for as many answers at a time as it has threads."""

    address: str
    places: int
    asked: Future[Introduction]
    free: int = 0
    introduction: Introduction | None = None
    heartbeat: float = 0.0  # by the scheduler's clock
    heard: float = field(default_factory=time.monotonic)  # by ours

    @property
    def is_accepted(self) -> bool:
        """Say whether it may grade."""
        return self.introduction is not None and not self.introduction.refusal


class Crew:
    """The workers of a cluster for one job; `tell` is told in a line whatever its user should know."""

    def __init__(
        self,
        client: Client,
        job: Job,
        tell: Callable[[str], object],
        on_workers: Callable[[int], object],
        silence: float = SILENCE,
    ) -> None:
        self.workers: dict[str, Worker] = {}
        self._client = client
        self._job = job
        self._tell = tell
        self._on_workers = on_workers
        self._silence = silence
        self._silent: dict[str, float] = {}  # the last heartbeat of each
        self._looked = 0.0
        self._sandbox: str | None = None

    def count(self) -> int:
        """Return how many workers grade."""
        return sum(worker.is_accepted for worker in self.workers.values())

    def await_first(self, seconds: float) -> Introduction:
        """Return what the first worker that may grade says of itself; raise GradingError if none comes in time."""
        until = time.monotonic() + seconds
        while True:
            self.look_around()
            known = list(self.workers.values())
            accepted = [worker.introduction for worker in known if worker.is_accepted]
            if accepted and accepted[0] is not None:
                return accepted[0]
            if known and all(worker.introduction is not None for worker in known):
                raise GradingError("no worker of the cluster may grade: see above why each is refused")
            # One that prepares is waited for.
            if not known and time.monotonic() > until:
                raise GradingError(f"no worker has come to the cluster for {seconds:.0f} s: start one (see the docs)")
            time.sleep(PAUSE)

    def look_around(self) -> list[str]:
        """Get to know newcomers, and return the addresses of workers that are lost."""
        if time.monotonic() - self._looked < PAUSE:
            return []
        self._looked = time.monotonic()
        before = self.count()
        there = self._list_present()
        self._silent = {
            address: beat for address, beat in self._silent.items() if there.get(address, {}).get("last_seen") == beat
        }
        lost = [address for address in self.workers if address not in there or self._is_silent(address, there)]
        for address in lost:
            self._part_with(self.workers.pop(address), is_silent=address in there)
        for address, state in there.items():
            if address not in self.workers and address not in self._silent:
                asked = self._client.submit(introduce, self._job, workers=[address], pure=False)
                self.workers[address] = Worker(address, state["nthreads"], asked, heartbeat=state["last_seen"])
        for worker in self.workers.values():
            if worker.introduction is None and worker.asked.done():
                self._get_to_know(worker)
        if self.count() != before:
            self._on_workers(self.count())
        return lost

    def find_free(self, *, alone: bool = False) -> Worker | None:
        """Return the worker with the most free places; one where nobody else works, if it is to work `alone`."""
        accepted = [worker for worker in self.workers.values() if worker.is_accepted and worker.free > 0]
        able = [worker for worker in accepted if not alone or worker.free == worker.places]
        return max(able, key=lambda worker: worker.free, default=None)

    def drop(self, address: str) -> None:
        """Give up a worker that does not come to an end."""
        if address in self.workers:
            self._part_with(self.workers.pop(address), is_silent=True)

    def _list_present(self) -> dict[str, Any]:
        scheduler = self._client.scheduler
        if scheduler is None:
            raise GradingError("the cluster's scheduler is gone; what was finished is kept")
        try:
            # Not scheduler_info(), which a task of the client writes to at the same time, without the workers.
            return dict(self._client.sync(scheduler.identity)["workers"])
        except (OSError, ValueError, KeyError) as error:
            raise GradingError(f"the cluster's scheduler is gone ({error}); what was finished is kept") from None

    def _is_silent(self, address: str, there: dict[str, Any]) -> bool:
        worker = self.workers[address]
        now = time.monotonic()
        if there[address]["last_seen"] != worker.heartbeat:
            worker.heartbeat, worker.heard = there[address]["last_seen"], now
        return now - worker.heard > self._silence

    def _part_with(self, worker: Worker, *, is_silent: bool) -> None:
        if is_silent:
            self._silent[worker.address] = worker.heartbeat
        if worker.introduction is None:
            worker.asked.cancel()
        if worker.is_accepted and worker.introduction is not None:
            happened = "does not answer any more" if is_silent else "is gone"
            self._tell(f"worker {worker.introduction.name} {happened}; others do its work")

    def _get_to_know(self, worker: Worker) -> None:
        failure = worker.asked.exception()
        if failure is not None:
            said = Introduction(worker.address, f"it cannot grade: {type(failure).__name__}: {failure}")
        else:
            said = worker.asked.result()
        if not said.refusal and self._sandbox not in (None, said.sandbox):
            said = Introduction(said.name, f"its sandbox is {said.sandbox}; the first worker's is {self._sandbox}")
        worker.introduction = said
        if said.refusal:
            self._tell(f"worker {said.name} is refused: {said.refusal}")
            return
        self._sandbox = said.sandbox
        worker.free = worker.places
