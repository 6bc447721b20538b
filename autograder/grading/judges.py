"""Start judges and hand them submissions. This side imports no torch: it waits, and keeps what the judges find."""

import base64
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from autograder.course import Assignment
from autograder.diagnosis.repairs.search import Task
from autograder.diagnosis.sentence import Sentence
from autograder.errors import AutograderError, CourseError, GradingError
from autograder.examination.found import MOST_ENDLESS, Examination
from autograder.grading.cache import cache_folder
from autograder.sandbox.server_process import WarmServer, start_if_possible
from autograder.submissions import Unit

# What a judge ends its work at, an examination or a search for repairs.
CANCEL = getattr(signal, "SIGUSR1", None)
# What the kernel ends a judge with that has computed for too long (see `bounds.py`).
TIME_IS_UP = getattr(signal, "SIGXCPU", 0)
# What pytest exits with where checks are not as they should be.
USAGE_ERROR = 4


@dataclass(frozen=True)
class KnownCheck:
    """A check before it has run."""

    exercise: str
    id: str
    title: str
    max_score: int
    hidden: bool
    refuses: bool  # its probe must raise an exception
    free: str  # why an answer that does nothing passes it, if it does
    probes: list[str]  # a digest of the text of each probe that it asks


@dataclass(frozen=True)
class Extent:
    """How far an examination goes."""

    exercise: str | None = None  # only this exercise's checks
    until_failure: bool = False  # only up to the first check that does not pass
    all_views: bool = False  # with views of every exercise, not of failed ones only
    threads: int = 1  # of the student's process
    keep: bool = False  # return what was seen, to be kept


class JudgeEnded(GradingError):
    """Say with which status a judge's process ended in the middle of its work."""

    def __init__(self, status: int, said: str) -> None:
        end = f"by signal {-status}" if status < 0 else f"with exit status {status}"
        super().__init__(f"the judge ended {end}" + (f": {said}" if said else ""))
        self.status = status


class Cancelled(Exception):
    """End an examination that nobody waits for any more; the judge is as good as before."""


class EndlessCheck(GradingError):
    """Name what a judge did not come to an end with: a check, or the search for forbidden names."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the judge did not come to an end with {what}")
        self.what = what


class Judge:
    """One judge's process; `control` is the control socket of its warm server, if it has one."""

    def __init__(self, settings: dict[str, Any], control: socket.socket | None) -> None:
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  (closed below)
        self._door, their_door = socket.socketpair()
        door = None if control is None else their_door.fileno()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-B", "-m", "autograder.sandbox.program"),
                *("autograder.grading.judge", json.dumps({**settings, "door": door})),
            ],
            env=_judge_environment(),
            pass_fds=() if door is None else (door,),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # Ctrl-C is for whoever started it, which then ends it.
            start_new_session=True,
            text=True,
            encoding="utf-8",
        )
        their_door.close()
        if control is not None:
            self._hand_in(control)
        self.checks: list[KnownCheck] = []
        self.sandbox = ""
        self.weaknesses: list[str] = []

    def attach(self, control: socket.socket) -> None:
        """Let a running judge go on with another warm server."""
        self._send({"attach": True})
        self._hand_in(control)
        self._read()

    def await_ready(self) -> None:
        """Wait until the checks are collected; raise CourseError if they cannot be used."""
        hello = self._read()
        if "error" in hello:
            raise CourseError(f"the checks cannot be used: {hello['error']}")
        self.checks = [KnownCheck(**check) for check in hello["checks"]]
        self.sandbox = hello["sandbox"]
        self.weaknesses = hello["weaknesses"]

    def examine(
        self, units: Sequence[Unit], extent: Extent, kept: bytes | None, endless: Sequence[str] = ()
    ) -> Examination:
        """Run checks on a submission, without those that are known to be endless.

        Raise EndlessCheck or another GradingError, after which this judge is of no use, if that fails; Cancelled where
        `cancel` was called meanwhile.
        """
        seen = None if kept is None else base64.b64encode(kept).decode()
        source = [[unit.name, unit.text] for unit in units]
        self._send({"units": source, "kept": seen, "endless": list(endless), **asdict(extent)})
        begun = ""
        try:
            while "begins" in (answer := self._read()):
                begun = answer["begins"]
        except JudgeEnded as end:
            if begun and end.status == -TIME_IS_UP:
                raise EndlessCheck(begun) from None
            raise
        if "error" in answer:
            raise GradingError(answer["error"])
        if "cancelled" in answer:
            raise Cancelled
        return Examination.from_dict(answer["found"])

    def repair(self, units: Sequence[Unit], task: Task) -> Sentence | None:
        """Look for a change of a submission with which an exercise passes; raise GradingError, as examine does."""
        self._send({"units": [[unit.name, unit.text] for unit in units], "repair": task.to_dict()})
        answer = self._read()
        if "error" in answer:
            raise GradingError(answer["error"])
        return Sentence(**answer["repair"]) if answer["repair"] else None

    def cancel(self) -> None:
        """Let what is under way end without an answer, where there is a signal for that."""
        if CANCEL is not None:
            self._process.send_signal(CANCEL)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors, self._door):
            if stream is not None:
                _close_quietly(stream)

    def _hand_in(self, control: socket.socket) -> None:
        """Pass the control socket of a warm server to the process; its own end is then the only one."""
        socket.send_fds(self._door, [b"."], [control.fileno()])
        control.close()

    def _send(self, job: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
        # The second where it was closed after it had ended, and could not be replaced.
        except (BrokenPipeError, ValueError):
            raise self._describe_death() from None

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._describe_death()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _describe_death(self) -> AutograderError:
        status = self._process.wait()
        lines = []
        if not self._errors.closed:
            self._errors.seek(0)
            lines = [line.strip() for line in self._errors.read().splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("ERROR: ", "INTERNALERROR> "))]
        said = telling[-1].partition(" ")[2] if telling else " ".join(lines[-1:])
        if status == USAGE_ERROR:
            return CourseError(f"the checks cannot be used: {said}")
        return JudgeEnded(status, said)


class Judges:
    """A warm server and `jobs` judges, which can be asked from as many threads; use as a context manager."""

    def __init__(
        self,
        assignment: Assignment,
        jobs: int = 1,
        *,
        official: bool = True,
        allow_weak: bool = False,
        hash_seed: int = 0,
        checks: Sequence[Path] | None = None,
    ) -> None:
        paths = checks or [*assignment.visible_checks, *assignment.hidden_checks]
        if not paths:
            first = assignment.folder / f"test_{assignment.module}.py"
            raise CourseError(f"{assignment.name} has no checks: there is no {first}")
        self._settings = {
            "checks": [str(path.resolve()) for path in paths],
            "module": assignment.module,
            "limits": asdict(assignment.limits),
        }
        self._allow_weak = allow_weak or not official
        self._hash_seed = hash_seed
        self.jobs = jobs
        self._closed = False
        server = start_if_possible(jobs, hash_seed) if official else None
        self._servers = [server] if server else []
        self._judges = [self._start(slot, server.ends[slot] if server else None) for slot in range(jobs)]
        self._free: queue.SimpleQueue[Judge] = queue.SimpleQueue()
        # Of the first judge, as all are alike; it may be replaced while others ask for them.
        self.checks: list[KnownCheck] = []
        self.sandbox = ""
        self.weaknesses: list[str] = []

    def __enter__(self) -> Self:
        try:
            for judge in self._judges:
                judge.await_ready()
                self._free.put(judge)
            first = self._judges[0]
            self.checks, self.sandbox, self.weaknesses = first.checks, first.sandbox, first.weaknesses
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_official(self) -> bool:
        """Return whether sandboxes are forked from a warm server and locked down, as grading requires."""
        return bool(self._servers)

    def insist_on_lockdown(self, remedy: str = "") -> None:
        """Raise GradingError, with a remedy if there is one, where students' code would be locked down too little."""
        if self.weaknesses and not self._allow_weak:
            raise GradingError(f"{' '.join(self.weaknesses)} Nothing was graded. {remedy}".strip())

    def examine(self, units: Sequence[Unit], extent: Extent = Extent(), kept: bytes | None = None) -> Examination:
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
                    if len(endless) > MOST_ENDLESS:
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
        for server in self._servers:
            server.close()

    def _start(self, slot: int, control: socket.socket | None) -> Judge:
        return Judge({**self._settings, "slot": slot, "allow_weak": self._allow_weak}, control)

    def _replace(self, judge: Judge) -> Judge:
        """Return a new judge in place of one that failed, with a server of its own: the old one takes no newcomers."""
        if self._closed:
            return judge
        judge.close()
        slot = self._judges.index(judge)
        server = start_if_possible(1, self._hash_seed) if self.is_official else None
        if server is not None:
            self._servers.append(server)
        self._judges[slot] = self._start(slot, server.ends[0] if server else None)
        self._judges[slot].await_ready()
        return self._judges[slot]


def _judge_environment() -> dict[str, str]:
    """Return our environment without what would change how checks run."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return {**ours, **_private_caches(), "OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _private_caches() -> dict[str, str]:
    """Return where torch keeps what it makes: else it is a folder whose name everybody can guess, and be first at."""
    folder = cache_folder("torch")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return {}
    return {"TORCHINDUCTOR_CACHE_DIR": str(folder)}


def _close_quietly(stream: Any) -> None:
    try:
        stream.close()
    # Unsent jobs of a judge that is gone.
    except BrokenPipeError:
        return
