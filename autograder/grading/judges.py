"""Start judges and hand them submissions. This side imports no torch: it waits, and keeps what the judges find."""

import queue
import socket
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from autograder.course import Assignment
from autograder.course.secret import draw_secret
from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.sentence import Sentence
from autograder.errors import CourseError, GradingError
from autograder.examination.found import MOST_ENDLESS, Examination
from autograder.grading.judge_process import EVERYTHING, EndlessCheck, Extent, Judge, KnownCheck
from autograder.grading.libraries import insist_on_libraries, need_libraries
from autograder.grading.zygotes import need_zygotes
from autograder.sandbox.server_process import WarmServer
from autograder.sandbox.start import spawn
from autograder.submissions import Unit


class Judges:
    """A warm server and `jobs` judges, which can be asked from as many threads; use as a context manager."""

    def __init__(
        self,
        assignment: Assignment,
        jobs: int = 1,
        *,
        official: bool = True,
        allow_weak: bool = False,
        checks: Sequence[Path] | None = None,
        libraries: Collection[str] | None = None,
    ) -> None:
        """Start them; sandboxes find the libraries imported, or those that the assignment's own files need."""
        paths = checks or [*assignment.visible_checks, *assignment.hidden_checks]
        if not paths:
            first = assignment.folder / f"test_{assignment.module}.py"
            raise CourseError(f"{assignment.name} has no checks: there is no {first}")
        needed = need_libraries(assignment) if libraries is None else list(libraries)
        insist_on_libraries(needed)
        draw_secret(assignment)
        self._settings: dict[str, Any] = {
            "checks": [str(path.resolve()) for path in paths],
            "module": assignment.module,
            "limits": asdict(assignment.limits),
            "libraries": needed,
            "data": assignment.data_files,
        }
        self._allow_weak = allow_weak or not official
        self.jobs = jobs
        self._closed = False
        self._zygotes = need_zygotes(self.libraries) if official else None
        server = self._start_server(jobs)
        self._servers = [server] * jobs  # the one of each judge
        self._judges = [self._start(slot, server.ends[slot] if server else None) for slot in range(jobs)]
        self._free: queue.SimpleQueue[Judge] = queue.SimpleQueue()
        # Of the first judge, as all are alike; it may be replaced while others ask for them.
        self.checks: list[KnownCheck] = []
        self.sandbox = ""
        self.weaknesses: list[str] = []

    def __enter__(self) -> Self:
        self.await_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def await_ready(self) -> None:
        """Wait until all have collected their checks; raise CourseError if those cannot be used."""
        try:
            for judge in self._judges:
                judge.await_ready()
                self._free.put(judge)
            first = self._judges[0]
            self.checks, self.sandbox, self.weaknesses = first.checks, first.sandbox, first.weaknesses
        except BaseException:
            self.close()
            raise

    @property
    def libraries(self) -> list[str]:
        """Return what of the sandbox's LIBRARIES is imported beforehand."""
        return list(self._settings["libraries"])

    @property
    def is_official(self) -> bool:
        """Return whether sandboxes are forked from a warm server and locked down, as grading requires."""
        return self._zygotes is not None

    def insist_on_lockdown(self, remedy: str = "") -> None:
        """Raise GradingError, with a remedy if there is one, where students' code would be locked down too little."""
        if not self._allow_weak:
            insist_on_lockdown(self.weaknesses, remedy)

    def examine(self, units: Sequence[Unit], extent: Extent = EVERYTHING, kept: bytes | None = None) -> Examination:
        """Have a free judge examine a submission; may be called from as many threads as there are judges.

        What was `kept` of an earlier examination of the same source is not asked again.
        A check that does not end costs that check. Raise GradingError if the judge or its server fails otherwise; the
        judge has then been replaced.
        """
        judge = self._free.get()
        endless: list[str] = []
        try:
            while True:
                try:
                    return judge.examine(units, extent, kept, endless)
                except EndlessCheck as check:
                    judge = self._replace(judge)
                    # Beside checks: the search for names, and the pictures.
                    if len(endless) > MOST_ENDLESS + 1:
                        raise
                    endless.append(check.what)
                except GradingError:
                    judge = self._replace(judge)
                    raise
        finally:
            self._free.put(judge)

    def repair(self, units: Sequence[Unit], task: Task) -> Sentence | None:
        """Have a free judge look for a repair; None also where it fails, since a verdict does not depend on it."""
        judge = self._free.get()
        try:
            return judge.repair(units, task)
        except GradingError:
            judge = self._replace(judge)
            return None
        finally:
            self._free.put(judge)

    def cancel(self) -> None:
        """Let what is under way end: searches for repairs without an answer, examinations with Cancelled."""
        for judge in self._judges:
            judge.cancel()

    def attach(self, server: WarmServer, first: int) -> None:
        """Go on with another warm server, by its control sockets from number `first` on."""
        for judge, control in zip(self._judges, server.ends[first:], strict=False):
            judge.attach(control)

    def close(self) -> None:
        """End the judges and their server."""
        self._closed = True
        for judge in self._judges:
            judge.close()
        for server in {server for server in self._servers if server is not None}:
            server.close()

    def _start(self, slot: int, control: socket.socket | None) -> Judge:
        start = self._zygotes.judges.start if self._zygotes else spawn
        return Judge({**self._settings, "slot": slot, "allow_weak": self._allow_weak}, control, start)

    def _start_server(self, judges: int) -> WarmServer | None:
        if self._zygotes is None:
            return None
        return WarmServer(judges, libraries=self.libraries, start=self._zygotes.servers.start)

    def _replace(self, judge: Judge) -> Judge:
        """Return a new judge in place of one that failed, with a server of its own: the old one takes no newcomers."""
        if self._closed:
            return judge
        judge.close()
        slot = self._judges.index(judge)
        if self._zygotes is not None:
            self._zygotes = need_zygotes(self.libraries)
        before, server = self._servers[slot], self._start_server(1)
        self._servers[slot] = server
        # Else it serves others, of whom the last will close it.
        if before is not None and before not in self._servers:
            before.close()
        self._judges[slot] = self._start(slot, server.ends[0] if server else None)
        self._judges[slot].await_ready()
        return self._judges[slot]


def insist_on_lockdown(weaknesses: Sequence[str], remedy: str = "") -> None:
    """Raise GradingError, with a remedy if there is one, where anything is missing of a full lockdown."""
    if weaknesses:
        raise GradingError(f"{' '.join(weaknesses)} Nothing was graded. {remedy}".strip())
