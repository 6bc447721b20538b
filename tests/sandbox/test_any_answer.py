"""Whatever a sandbox answers, a record comes of it: random and mutated frames through everything that reads them."""

import json
import random
import socket
from dataclasses import replace
from typing import Any

import pytest
import torch
from frames import SEEN, UNITS, make_frame

from autograder.checks import assert_close
from autograder.checks.annotations import understand_annotation
from autograder.checks.closeness import Mismatch
from autograder.checks.probes import Probe
from autograder.course import Limits
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable
from autograder.examination.display import align, show_both
from autograder.examination.found import Examination
from autograder.examination.hooks import CheckHooks
from autograder.examination.inquiry import Inquiry
from autograder.examination.run import Run
from autograder.examination.runs import Runs
from autograder.examination.stops import Stops
from autograder.examination.verdicts import Verdict, accept
from autograder.examination.views import view
from autograder.grading.judge import UNUSED_PLUGINS
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record
from autograder.sandbox.channel import Channel
from autograder.sandbox.frames import HEAD, BrokenFrame, measure_frame
from autograder.sandbox.lockdown import Posture
from autograder.sandbox.session import Observation, Sandboxing, SubmissionSandbox
from autograder.submissions import Unit

FRAMES = 10_000
JUDGED = 300  # of them in a session of checks, which takes a hundred times as long
LIMITS = replace(Limits(), load_seconds=20, probe_seconds=20)


class Impostor(Channel):
    """A process that answers every question with the next frame, and hangs up where that is none; and its channel."""

    posture = Posture.absent("nobody is locked down")

    def __init__(self, dice: random.Random, sent: list[bytes]) -> None:
        ours, self._far = socket.socketpair()
        our_output, self._far_output = socket.socketpair()
        super().__init__(ours, our_output)
        self._dice, self._sent = dice, sent
        self.channel = self

    def ask(self, message: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        frame = make_frame({**message, "id": 1}, self._dice)
        self._sent.append(frame)
        self._far.sendall(frame)
        if not _is_whole(frame):
            self._far.close()
        return self.receive(1, seconds)

    def ask_where(self) -> None: ...

    def used_seconds(self) -> float:
        return 0.0

    def was_killed(self) -> bool:
        return False

    def interrupt(self) -> None: ...

    def kill(self) -> str:
        self.close()
        self._far.close()
        self._far_output.close()
        return "it exited with status 1"


def _is_whole(frame: bytes) -> bool:
    try:
        return len(frame) >= HEAD.size and len(frame) >= HEAD.size + sum(measure_frame(frame[: HEAD.size]))
    except BrokenFrame:
        return False


class Impostors:
    """Start them; `sent` is what all of them have answered."""

    official = False

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.sent: list[bytes] = []

    def launch(self, policy: object, threads: int = 1) -> Impostor:
        return Impostor(self.dice, self.sent)


class Loop(Runs):
    """Examine submissions in impostors until enough frames were sent, as a judge does."""

    def __init__(self) -> None:
        self.impostors = Impostors()
        self.statuses: set[str] = set()

    def pytest_configure(self, config: pytest.Config) -> None:
        self.register(config)
        config.option.verbose = 0

    def run_of(self, item: pytest.Item) -> Run:
        return self.run

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        units = [Unit(*unit) for unit in UNITS.items()]
        while len(self.impostors.sent) < JUDGED:
            self.run = Run(Inquiry(Sandboxing(self.impostors, "toy", allow_weak=True), units, LIMITS))
            for item in session.items:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            found = self.run.finish(all_views=True)
            exercises = explain(found, ["double", "count_up"], SlipTable(), units)
            keep_and_read(Record("01", "eve", "eve.py", None, {}, 0.0, None, found.notes, exercises))
            assert Examination.from_dict(json.loads(json.dumps(found.to_dict()))).checks == found.checks
            self.statuses |= {one.check.status for one in found.checks}
        return True


def keep_and_read(record: Record) -> None:
    """Let a record become JSON, and a record again."""
    assert Record.from_dict(json.loads(json.dumps(record.to_dict(), allow_nan=False))) == record


def judge(seen: Observation, probe: Probe, hidden: bool) -> Check:
    """Return what a check finds of an observation."""
    status, lines, line = "passed", {}, None
    try:
        assert_close(accept(seen, probe, "double", Stops("toy.py", (), ()), hidden, None), SEEN)
    except Verdict as verdict:
        status, lines, line = verdict.status, verdict.lines, verdict.line
    except Mismatch as error:
        status, lines = "failed", dict(zip("ab", show_both(error.seen, error.right, error.where), strict=True))
    json.dumps(view(seen), allow_nan=False)
    return Check("a::b::c", "is doubled", status, 0, 1, hidden, message=align(lines), line=line)


def test_whatever_comes_is_an_observation_that_can_be_kept():
    """Through the channel and the session; no frame ends the work."""
    wanted = [understand_annotation(kind, "seen") for kind in (Any, dict, torch.Tensor, KeyError)]
    probes = [Probe("seen", "def seen(student): ...", (), False, each) for each in wanted]
    impostors, kinds = Impostors(), set()
    how = Sandboxing(impostors, "toy", allow_weak=True)
    while len(impostors.sent) < FRAMES:
        sandbox = SubmissionSandbox(how, list(UNITS.items()), load_seconds=9)
        number = len(impostors.sent)
        seen = sandbox.observe("", "seen", {"dict": []}, b"", seed=0, seconds=9)
        check = judge(seen, probes[number % len(probes)], hidden=number % 3 == 0)
        sandbox.close()
        kinds.add(seen.kind)

        keep_and_read(Record("01", "eve", "eve.py", None, {}, 0.0, None, (), (Exercise("double", None, (check,)),)))

    assert kinds == {"saw", "raised", "crashed"}


def test_whatever_comes_ends_in_a_record(toy):
    """Through a session of checks, their outcomes and their sentences as well."""
    loop = Loop()
    checks = [str(path) for path in (*toy.visible_checks, *toy.hidden_checks)]

    status = pytest.main(
        [*(f"-pno:{name}" for name in (*UNUSED_PLUGINS, "autograder")), *checks], plugins=[CheckHooks(), loop]
    )

    assert status == pytest.ExitCode.TESTS_FAILED
    assert loop.statuses == {"passed", "failed", "crashed"}
