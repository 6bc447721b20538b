"""One judge's process, from the side that asks: jobs go in and what was found comes back, as lines of JSON."""

import base64
import json
import os
import signal
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autograder.diagnosis.repairs.task import Task
from autograder.diagnosis.sentence import Sentence
from autograder.errors import AutograderError, CourseError, GradingError
from autograder.examination.found import Examination
from autograder.grading.cache import cache_folder
from autograder.grading.unusable import find_broken_conftest
from autograder.sandbox.start import Start
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
    varies: bool  # right answers differ in what one of its probes sees


@dataclass(frozen=True)
class Extent:
    """How far an examination goes."""

    exercise: str | None = None  # only this exercise's checks
    until_failure: bool = False  # only up to the first check that does not pass
    all_views: bool = False  # with views of every exercise, not of failed ones only
    threads: int = 1  # of the student's process
    spared: tuple[str, ...] = ()  # ids of checks that are left out
    keep: bool = False  # return what was seen, to be kept, and pictures of it


EVERYTHING = Extent()


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

    def __init__(self, settings: dict[str, Any], control: socket.socket | None, start: Start) -> None:
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  (closed below)
        self._progress = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (closed below)
        self._door, their_door = socket.socketpair()
        door = None if control is None else their_door.fileno()
        # Where a judge ends itself in time, descriptors can be passed on, too.
        progress = self._progress.fileno() if TIME_IS_UP else None
        their_jobs, jobs = os.pipe()
        answers, their_answers = os.pipe()
        self._process = start(
            "autograder.grading.judge",
            json.dumps({**settings, "door": door, "progress": progress}),
            environment=_judge_environment(),
            streams=(their_jobs, their_answers, self._errors.fileno()),
            pass_fds=[fd for fd in (door, progress) if fd is not None],
        )
        os.close(their_jobs)
        os.close(their_answers)
        self._jobs = open(jobs, "w", encoding="utf-8")  # noqa: SIM115
        self._answers = open(answers, encoding="utf-8")  # noqa: SIM115
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
        try:
            answer = self._read()
        except JudgeEnded as end:
            begun = self._read_progress()
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
        for stream in (self._jobs, self._answers, self._errors, self._progress, self._door):
            _close_quietly(stream)

    def _hand_in(self, control: socket.socket) -> None:
        """Pass the control socket of a warm server to the process; its own end is then the only one."""
        socket.send_fds(self._door, [b"."], [control.fileno()])
        control.close()

    def _send(self, job: dict[str, Any]) -> None:
        try:
            self._jobs.write(json.dumps(job) + "\n")
            self._jobs.flush()
        # The second where it was closed after it had ended, and could not be replaced.
        except (BrokenPipeError, ValueError):
            raise self._describe_death() from None

    def _read(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            raise self._describe_death()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _read_progress(self) -> str:
        """Return what was under way last."""
        if self._progress.closed:
            return ""
        self._progress.seek(0)
        return self._progress.readline().rstrip("\n")

    def _describe_death(self) -> AutograderError:
        status = self._process.wait()
        lines = []
        if not self._errors.closed:
            self._errors.seek(0)
            lines = [line.strip() for line in self._errors.read().splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("ERROR: ", "INTERNALERROR> "))]
        said = telling[-1].partition(" ")[2] if telling else " ".join(lines[-1:])
        broken = find_broken_conftest(lines, said)
        if status == USAGE_ERROR or broken:
            return CourseError(f"the checks cannot be used: {broken or said}")
        return JudgeEnded(status, said)


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
