"""Hold one submission's sandbox: load the student's file, run probes, and begin anew after a death or a time-out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from autograder.sandbox.answers import read_raised, read_seen, read_stops, read_used
from autograder.sandbox.channel import Channel, NoSandbox, SandboxDied, SandboxOverran, SandboxTimedOut
from autograder.sandbox.codec import decode
from autograder.sandbox.frames import BrokenFrame
from autograder.sandbox.lockdown import Policy, Posture
from autograder.sandbox.reader import parse_tensors
from autograder.sandbox.whereabouts import find_places

# Part of the time for loading that the file's own code gets; the rest is for reporting what stopped it.
LOADING_SHARE = 0.8
MOST_ENDS = 3  # statements of a file that end its process, and that it is loaded without
MOST_STATEMENTS = 10_000


class Process(Protocol):
    """A running sandbox."""

    posture: Posture
    channel: Channel

    def ask_where(self) -> None:
        """Let the process print where it is, if it can be asked (see `whereabouts.py`)."""

    def used_seconds(self) -> float:
        """Return how many seconds of a processor it has used."""

    def was_killed(self) -> bool:
        """Say of a process that hung up whether others killed it."""

    def interrupt(self) -> None:
        """Let the process end, and wait for nothing."""

    def kill(self) -> str:
        """End the process and say how it had ended."""


class Launcher(Protocol):
    """Something that starts sandboxes."""

    official: bool

    def launch(self, policy: Policy, threads: int = 1) -> Process:
        """Start a sandbox."""

    def expect(self, watched: Sequence[str]) -> None:
        """Hear for which names sandboxes are going to be watched."""

    def find_posture(self, policy: Policy) -> Posture:
        """Say how its sandboxes are locked down; raise NoSandbox if there can be none."""


@dataclass(frozen=True)
class Observation:
    """What a probe saw: a value, or an exception, or a process that did not answer."""

    kind: str  # saw | raised | timed_out | crashed
    tree: Any = None
    body: bytes = b""
    raised: dict[str, Any] = field(default_factory=dict)
    detail: str = ""
    printed: str = ""
    seconds: float = 0.0
    # Of one that did not answer: [unit, line] of each of the student's own frames, the innermost first.
    places: list[list[str | int]] = field(default_factory=list)
    # Of the names that were watched for, the first that was used: its name, and where (see `watching.py`).
    used: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_hung(self) -> bool:
        """Say whether this very question was begun and had no end."""
        return self.kind == "timed_out" and self.seconds > 0

    def value(self) -> Any:
        """Return a fresh copy of the value that was seen."""
        return decode(self.tree, parse_tensors(self.body))


class WeakSandbox(NoSandbox):
    """The process is locked down less than grading requires; nothing of the student was run."""


class KilledByOthers(NoSandbox):
    """The process was killed from outside, which says nothing of the student's code."""


@dataclass(frozen=True)
class Sandboxing:
    """How submissions get their sandboxes."""

    launcher: Launcher
    module: str  # the name under which a submission is loaded: "network"
    policy: Policy = field(default_factory=Policy)
    threads: int = 1
    allow_weak: bool = False  # where a process cannot be locked down as grading requires


class SubmissionSandbox:
    """One submission on the far side of the wall."""

    def __init__(
        self, how: Sandboxing, units: Sequence[tuple[str, str]], *, load_seconds: float, withheld: Sequence[str] = ()
    ) -> None:
        """Nothing is started yet; what the names in `withheld` forbid will not be there (see `withholding.py`)."""
        self._how = how
        self._withheld = list(withheld)
        self._units = dict(units)
        self._load_seconds = load_seconds
        self.posture = ""
        self._process: Process | None = None
        self._used = 0.0
        self._failed_load: Observation | None = None
        self.stops: list[dict[str, Any]] = []

    def load(self) -> Observation | None:
        """Load the file unless it is loaded; return the observation that stands for every probe if it cannot be."""
        if self._process is None and self._failed_load is None:
            self._start()
        return self._failed_load

    def observe(
        self,
        source: str,
        probe: str,
        given: Any,
        body: bytes,
        *,
        seed: int,
        seconds: float,
        scratch: bool = False,
        watch: Sequence[str] = (),
    ) -> Observation:
        """Run one probe on the student's module and return what it saw; given and body are the encoded inputs.

        Meanwhile the names in `watch` are watched for (see `watching.py`). Where others kill the process, it is asked
        once more; the second time raise NoSandbox.
        """
        asked = {"source": source, "probe": probe, "given": given, "seed": seed, "scratch": scratch}
        request = {"op": "probe", **asked, "watch": list(watch)}
        try:
            return self.load() or self._ask(request, body, seconds)
        except KilledByOthers:
            return self.load() or self._ask(request, body, seconds)

    def load_instead(self, units: Sequence[tuple[str, str]]) -> Observation | None:
        """Load other sources into the running process, as a module of their own; return what `load` would.

        What earlier sources did to the process remains. So this is for trying many quickly: what then looks right is to
        be asked again in a process of its own.
        """
        self._units = dict(units)
        self._failed_load, self.stops = None, []
        if self._process is None:
            return self.load()
        self._load_units()
        return self._failed_load

    def used_seconds(self) -> float:
        """Return how many seconds of a processor all the processes of this sandbox have used."""
        return self._used + (self._process.used_seconds() if self._process is not None else 0.0)

    def interrupt(self) -> None:
        """Let the process end, so that whoever waits for its answer goes on; for signal handlers."""
        if self._process is not None:
            self._process.interrupt()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._end_process()

    def _end_process(self) -> str:
        assert self._process is not None
        end = self._process.kill()
        self._used += self._process.used_seconds()
        self._process = None
        return end

    def _start(self) -> None:
        self._launch()
        self._load_units()
        if self._failed_load is not None:
            self._load_without_ends()

    def _launch(self) -> None:
        self._process = self._how.launcher.launch(self._how.policy, self._how.threads)
        self.posture = self._process.posture.describe()
        weaknesses = self._process.posture.weaknesses()
        if weaknesses and not self._how.allow_weak:
            self.close()
            raise WeakSandbox("; ".join(weaknesses))

    def _load_units(self) -> None:
        loaded = self._ask_to_load(at_once=True)
        if loaded.kind == "saw":
            self.stops = loaded.tree or []
        else:
            self._failed_load = replace(loaded, detail=f"while {self._how.module}.py was loaded: {loaded.detail}")

    def _load_without_ends(self) -> None:
        """Load statement by statement, and in a new process again without each statement that ends it."""
        ends: dict[int, Observation] = {}
        while len(ends) <= MOST_ENDS:
            if self._process is None:
                self._launch()
            at, answer = self._step_through(ends)
            if answer.kind == "saw":
                self.stops, self._failed_load = answer.tree or [], None
                return
            if at in ends:
                return
            ends[at] = answer

    def _step_through(self, ends: Mapping[int, Observation]) -> tuple[int, Observation]:
        """Return the number of the last statement, and what came of it."""
        answer = self._ask_to_load(at_once=False)
        number = 0
        while answer.kind == "saw":
            end = ends.get(number)
            leaves_out = {"end": end.detail, "overran": end.has_hung} if end else None
            answer = self._ask({"op": "step", "leaves_out": leaves_out}, b"", self._load_seconds)
            if answer.tree is not None or number == MOST_STATEMENTS:
                break
            number += answer.kind == "saw"
        return number, answer

    def _ask_to_load(self, *, at_once: bool) -> Observation:
        request = {
            "op": "load",
            "name": self._how.module,
            "units": list(self._units.items()),
            "withheld": self._withheld,
            "seconds": self._load_seconds * LOADING_SHARE,
            "at_once": at_once,
        }
        return self._ask(request, b"", self._load_seconds)

    def _ask(self, request: dict[str, Any], body: bytes, seconds: float) -> Observation:
        assert self._process is not None
        channel = self._process.channel
        started = time.perf_counter()
        kind, detail = "crashed", ""
        try:
            message, seen = channel.ask(request, body, seconds)
            took = time.perf_counter() - started
            return replace(self._read(request, message, seen), printed=channel.take_printed(), seconds=took)
        except SandboxTimedOut:
            kind, detail = "timed_out", f"it was still running after {seconds:g} s"
        except SandboxDied:
            if self._process.was_killed():
                self.close()
                raise KilledByOthers("a sandbox was killed from outside, perhaps because memory ran out") from None
        except SandboxOverran as error:
            detail = str(error)
        except BrokenFrame as error:
            detail = f"the process sent what is no answer ({error})"
        took = time.perf_counter() - started
        printed, places = channel.take_printed(), []
        if kind == "timed_out":
            self._process.ask_where()
            places = find_places(channel.await_printed(), self._units)
        end = self._end_process()
        return Observation(kind, detail=detail or end, printed=printed, seconds=took, places=places)

    def _read(self, request: dict[str, Any], message: dict[str, Any], body: bytes) -> Observation:
        """Return what a process answered; raise BrokenFrame if it is no answer to the request."""
        if "raised" not in message and request["op"] in ("load", "step"):
            return Observation("saw", read_stops(message, self._units))
        used = read_used(message, request.get("watch", ()), self._units)
        if "raised" in message:
            return Observation("raised", raised=read_raised(message, self._units), used=used)
        return Observation("saw", read_seen(message, body), body, used=used)
