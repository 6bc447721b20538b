"""Put questions to one submission: to its sandbox, or to what was kept of an earlier one."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NoReturn

import pytest

from autograder.checks.crossing import PROBE
from autograder.checks.probes import Probe
from autograder.course import Limits
from autograder.examination.hangs import AGAIN_SECONDS, Hangs
from autograder.examination.kept import Kept, pack_observation
from autograder.examination.looks import Question
from autograder.examination.stops import Stops
from autograder.examination.verdicts import name_undefined
from autograder.forbidden.plain import is_plain
from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.codec import encode
from autograder.sandbox.refusals import say_refused
from autograder.sandbox.session import Observation, Sandboxing, SubmissionSandbox
from autograder.sandbox.withholding import can_be_withheld, may_hold_data
from autograder.submissions import Unit
from autograder.submissions.kinds import is_script
from autograder.submissions.submission import name_place


@dataclass
class Inquiry:
    """Everything that was seen of one submission, each question asked once."""

    how: Sandboxing
    units: Sequence[Unit]
    limits: Limits
    kept: Kept = field(default_factory=Kept)
    opened: SubmissionSandbox | None = None  # one with these units in it

    def __post_init__(self) -> None:
        self.hangs = Hangs({unit.name: unit.text for unit in self.units})
        self.is_cancelled = False
        self._started = time.perf_counter()
        self._seen: dict[str, Observation] = {}
        self._has_ended = False
        self._sandbox = self.opened or self._make_sandbox()
        # By what is withheld from them.
        self._others: dict[tuple[str, ...], SubmissionSandbox] = {}
        # Those that know hidden inputs, and the questions that they have answered for hidden checks alone.
        self._knowing: set[SubmissionSandbox] = set()
        self._unshown: set[str] = set()

    @property
    def file(self) -> str:
        """Name the student's file as its messages do."""
        if not self.has_places:
            return f"{self.how.module}.py"
        files = [unit.name.rpartition("/")[2] for unit in self.units if is_script(unit.name)]
        return f"your answer ({', '.join(files)})" if files else "the notebook"

    @property
    def has_places(self) -> bool:
        """Say whether a line means nothing without its place: the answer is in cells, or in several files."""
        return bool(self.units) and all(name_place(unit.name) for unit in self.units)

    @property
    def stops(self) -> Stops:
        """Return what stopped the file while it was loaded."""
        return Stops(self.file, self.units, self._sandbox.stops or self.kept.stops)

    @property
    def posture(self) -> str:
        """Say how the process that answered is locked down."""
        return next((one.posture for one in self._list_sandboxes() if one.posture), self.kept.sandbox)

    def ask(self, question: Question, *, hidden: bool = False) -> Observation:
        """Return what answers a question; equal ones are asked once.

        What students are shown comes from a process that knows no `hidden` inputs, which it could tell: where a hidden
        check was the first to ask, or asked the process anything, another process is asked.
        """
        if not (hidden or self._has_ended) and question.content in self._unshown:
            self._unshown.discard(question.content)
            self.forget(question)
        if question.content not in self._seen:
            kept = self.kept.find(question.content)
            if kept is None and hidden:
                self._unshown.add(question.content)
            self._seen[question.content] = kept or self._observe(question, hidden)
        return self._seen[question.content]

    def ask_aside(self, probe: Probe) -> Observation:
        """Return what a probe without inputs sees that no check is based on, and of which no text is shown."""
        tree, body = encode({})
        question = Question(probe, {}, tree, body, hashlib.sha256(probe.source.encode()).hexdigest())
        return self.ask(question, hidden=True)

    def forget(self, question: Question) -> None:
        """Let an answer go; whoever needs it again asks again."""
        self._seen.pop(question.content, None)

    def is_loaded(self) -> bool:
        """Say whether the file can be loaded, or could be when its answers were kept."""
        try:
            return bool(self.kept.sandbox) or self._sandbox.load() is None
        except NoSandbox as reason:
            _give_up(reason)

    def passed_seconds(self) -> float:
        """Return how many seconds ago this began."""
        return time.perf_counter() - self._started

    def cancel(self) -> None:
        """End what is under way, from a signal handler: nobody waits for it any more."""
        self.is_cancelled = True
        for sandbox in self._list_sandboxes():
            sandbox.interrupt()

    def close(self) -> None:
        """End the sandbox; another one begins where something more is asked."""
        for sandbox in self._list_sandboxes():
            sandbox.close()

    def end(self) -> None:
        """End the sandbox for good: what is asked from now on is known already."""
        self.close()
        self._has_ended = True

    def keep(self, names: Mapping[str, str]) -> Kept | None:
        """Return what was seen, and what was kept of other questions that have a name; None if nothing was asked anew.

        `names` are by content.
        """
        if not any(sandbox.posture for sandbox in self._list_sandboxes()):
            return None
        stay = {content: frame for content, frame in self.kept.frames.items() if content in names}
        seen = {content: pack_observation(one) for content, one in self._seen.items() if content not in stay}
        return Kept(stay | seen, self._sandbox.stops or self.kept.stops, self.posture, names)

    def _list_sandboxes(self) -> list[SubmissionSandbox]:
        return [self._sandbox, *self._others.values()]

    def _make_sandbox(self, withheld: Sequence[str] = ()) -> SubmissionSandbox:
        units = [(unit.name, unit.text) for unit in self.units]
        return SubmissionSandbox(self.how, units, load_seconds=self.limits.load_seconds, withheld=withheld)

    def _find_sandbox(self, question: Question) -> SubmissionSandbox:
        """Return where a question is asked: what is forbidden is watched for, or not there for a file that reaches far.

        Such a file could blind the watch, and keep what it had found before; data any file could keep.
        """
        withheld = tuple(filter(can_be_withheld, question.watch))
        if not withheld or (self._is_plain and not any(map(may_hold_data, withheld))):
            return self._sandbox
        if withheld not in self._others:
            self._others[withheld] = self._make_sandbox(withheld)
        return self._others[withheld]

    def _keep_apart(self, sandbox: SubmissionSandbox, hidden: bool) -> None:
        # Nothing is shown of what is tried in a process that many versions share.
        if hidden and self.opened is None:
            self._knowing.add(sandbox)
        elif sandbox in self._knowing:
            self._knowing.discard(sandbox)
            sandbox.close()

    @cached_property
    def _is_plain(self) -> bool:
        return is_plain([unit.text for unit in self.units])

    def _observe(self, question: Question, hidden: bool) -> Observation:
        if self._has_ended:
            raise LookupError(
                f"no check has asked {question.probe.name} with these inputs, or its answer was too large"
            )
        if self.is_cancelled:
            pytest.exit("it was cancelled")
        most = self.limits.submission_seconds
        if self.passed_seconds() > most:
            return Observation("timed_out", detail=f"it was not run: the {most:g} s for the whole file were used up")
        if self.hangs.is_suspected():
            observation = self._observe_for(min(AGAIN_SECONDS, self.limits.probe_seconds), question, hidden)
            if not observation.has_hung or self.hangs.is_known(observation):
                return observation
        return self._observe_for(self.limits.probe_seconds, question, hidden)

    def _observe_for(self, seconds: float, question: Question, hidden: bool) -> Observation:
        sandbox = self._find_sandbox(question)
        self._keep_apart(sandbox, hidden)
        try:
            observation = sandbox.observe(
                question.probe.source,
                PROBE,
                question.tree,
                question.body,
                seed=int(question.content[:8], 16),
                seconds=seconds,
                scratch=question.probe.scratch,
                watch=question.watch,
            )
        except NoSandbox as reason:
            _give_up(reason)
        return observation if sandbox is self._sandbox else _blame(observation, sandbox.stops, question.watch)


def _give_up(reason: NoSandbox) -> NoReturn:
    # No fault of the student's: it must end the session, where any other exception would fail this check.
    pytest.exit(str(reason))


def _blame(observation: Observation, stops: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Observation:
    """Say of what lacks a name whether a line that would have bound it needed what was withheld."""
    lost = observation.raised.get("missing") or name_undefined(observation.raised.get("text", ""))
    stop = next((stop for stop in stops if lost in stop["lost"]), None)
    name = next((name for name in names if stop is not None and stop["text"] == say_refused(name)), None)
    if stop is None or name is None:
        return observation
    return replace(observation, used=[{"name": name, "key": name, "unit": stop["unit"], "line": stop["line"]}])
