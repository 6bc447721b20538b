"""A judge's process: collect the checks once, then examine one submission after the other.

A program (see `sandbox/program.py`), started by `judges.py` with its settings. Jobs come in as lines of JSON, answers
leave as lines of JSON; the checks and what they expect never leave this process.
"""

import base64
import contextlib
import gc
import hashlib
import json
import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass, replace
from typing import Any, TextIO

import pytest

from autograder.checks.marks import exercise_of, is_hidden, points_of, probes_of, reason_of, refusal_of, title_of
from autograder.course import Limits
from autograder.diagnosis.repairs.search import PATIENCE
from autograder.diagnosis.repairs.task import Task
from autograder.examination.devices import note_devices
from autograder.examination.found import Examination
from autograder.examination.hooks import CheckHooks
from autograder.examination.inquiry import Inquiry
from autograder.examination.kept import Kept, pack, unpack
from autograder.examination.memory import Memory
from autograder.examination.name_search import list_forbidden
from autograder.examination.pictures import PictureHooks, make_pictures
from autograder.examination.run import BUILDS_ON, NAMES, Run, check_id
from autograder.examination.runs import Runs
from autograder.examination.trials import Trials
from autograder.grading.bench import limit_trials, repair_in_session
from autograder.grading.bounds import bound_memory, start_clock
from autograder.grading.judge_process import CANCEL
from autograder.grading.unusable import say_what_failed
from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.credentials import hide_memory
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.program import importing
from autograder.sandbox.session import Launcher, Sandboxing
from autograder.sandbox.spawned import SpawnLauncher
from autograder.sandbox.uncompiled import spare_compiler
from autograder.sandbox.warm import WarmLauncher
from autograder.submissions import Unit

# They look at every phase of every check, of every submission, and nobody looks at what they find; logging alone takes
# more than half of a check's time.
UNUSED_PLUGINS = (
    *("cacheprovider", "warnings", "terminal", "logging", "capture", "skipping", "unraisableexception"),
    *("threadexception", "faulthandler", "pastebin", "stepwise", "setuponly", "setupplan", "debugging"),
    *("doctest", "unittest", "subtests", "legacypath"),
)
PICTURES = "pictures"  # stands for making them all


@dataclass(frozen=True)
class Settings:
    """What a judge is told when it starts."""

    checks: list[str]  # paths of the check files
    module: str  # the name of the student's module
    limits: dict[str, float]
    libraries: list[str]  # of the sandbox's LIBRARIES, those that the course needs
    data: dict[str, str]  # see Policy
    door: int | None  # descriptor of the socket through which control sockets of warm servers come; None: no server
    progress: int | None  # descriptor of the file whose first line says what is under way, if we do not outlive it
    slot: int
    allow_weak: bool


class JudgeLoop(Runs):
    """Take the place of pytest's own loop: run all checks once for each job."""

    def __init__(self, settings: Settings, replies: TextIO) -> None:
        self._settings = settings
        self._replies = replies
        self._door = None if settings.door is None else socket.socket(fileno=settings.door)
        self._limits = Limits(**settings.limits)
        policy = Policy(slot=settings.slot, data=settings.data)
        self._how = Sandboxing(self._take_launcher(), settings.module, policy, allow_weak=settings.allow_weak)
        self._run: Run | None = None
        self._memory = Memory()
        self._problems: list[str] = []
        self._cancelled = threading.Event()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Tell the checks where to find their run."""
        self.register(config)
        # Early versions 8 of pytest ask for it also where there is no terminal, to which the option belongs.
        config.option.verbose = 0

    def run_of(self, item: pytest.Item) -> Run:
        """Return the run of the submission that is being examined."""
        assert self._run is not None
        return self._run

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the reason why a check file cannot be used."""
        if report.failed:
            self._problems.append(say_what_failed(report, self._settings.checks))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Examine until the other side hangs up."""
        if self._problems:
            self._reply({"error": self._problems[0]})
            return True
        if CANCEL is not None:
            signal.signal(CANCEL, self._cancel)
        # All that is there by now stays: nobody need look through it for what can be freed.
        gc.freeze()
        bound_memory()
        self._expect_watches(session)
        posture = self._how.launcher.find_posture(self._how.policy)
        self._reply(
            {
                "checks": [_describe(item) for item in session.items],
                "sandbox": posture.describe(),
                "weaknesses": posture.weaknesses(),
            }
        )
        for line in sys.stdin:
            job = json.loads(line)
            if "attach" in job:
                self._how = replace(self._how, launcher=self._take_launcher())
                self._expect_watches(session)
                # Whoever runs checks again wants to see whether they give the same again.
                self._memory = Memory()
                self._reply({"attached": True})
            elif "repair" in job:
                self._reply(self._repair(session, job))
            else:
                answer = self._examine(session, job)
                self._reply(answer)
                if "error" in answer:
                    break
        return True

    def _expect_watches(self, session: pytest.Session) -> None:
        watched = dict.fromkeys(tuple(list_forbidden(item)) for item in session.items)
        for names in filter(None, watched):
            self._how.launcher.expect(names)

    def _cancel(self, *_: object) -> None:
        self._cancelled.set()
        if self._run is not None:
            self._run.inquiry.cancel()

    def _take_launcher(self) -> Launcher:
        """Take the next warm server that is handed in through the door; the former one, if any, is let go."""
        if self._door is None:
            return SpawnLauncher(self._settings.libraries)
        _, fds, _, _ = socket.recv_fds(self._door, 1, 1)
        return WarmLauncher(socket.socket(fileno=fds[0]))

    def _examine(self, session: pytest.Session, job: dict[str, Any]) -> dict[str, Any]:
        self._cancelled.clear()
        inquiry = Inquiry(
            replace(self._how, threads=job["threads"]),
            [Unit(name, text) for name, text in job["units"]],
            self._limits,
            kept=Kept() if job["kept"] is None else unpack(base64.b64decode(job["kept"])),
        )
        self._run = Run(inquiry, endless=job["endless"])
        exercise = job["exercise"]
        # Whether what it builds on is right decides what an exercise is checked with.
        needed = (exercise, *session.stash[BUILDS_ON].get(exercise, {}))
        items = [item for item in session.items if exercise is None or exercise_of(item) in needed]
        items = [item for item in items if check_id(item) not in job["spared"]]
        until_failure = job["until_failure"]
        self._begin("")
        try:
            for item in items:
                self._judge(item, self._run)
                if inquiry.is_cancelled:
                    return {"cancelled": True}
                if until_failure and self._run.has_failed():
                    break
            self._begin("")
            if exercise is None:
                note_devices(items, self._run)
            found = self._run.finish(exercise, all_views=job["all_views"])
            if job["keep"]:
                found = self._keep(session, self._run, found, job)
            return {"found": found.to_dict()}
        except (NoSandbox, pytest.exit.Exception) as reason:
            return {"cancelled": True} if inquiry.is_cancelled else {"error": str(reason)}
        finally:
            inquiry.close()

    def _keep(self, session: pytest.Session, run: Run, found: Examination, job: dict[str, Any]) -> Examination:
        """Add what was seen, and the pictures of it: they decide nothing, so one that has no end costs them all."""
        seen = run.keep_observations(job["exercise"])
        kept = None if seen is None else base64.b64encode(pack(seen)).decode()
        self._begin(PICTURES)
        pictures = () if PICTURES in job["endless"] else make_pictures(session, job["exercise"])
        return replace(found, kept=kept, pictures=pictures)

    def _repair(self, session: pytest.Session, job: dict[str, Any]) -> dict[str, Any]:
        self._cancelled.clear()
        task = Task.from_dict(job["repair"])
        trials = Trials(self._how, limit_trials(task), self._limits, wrong=task.wrong)
        start_clock(PATIENCE * task.seconds + self._limits.check_seconds)
        try:
            units = [Unit(name, text) for name, text in job["units"]]
            found = repair_in_session(session, trials, units, task, self._cancelled.is_set)
            return {"repair": found and vars(found)}
        except (NoSandbox, pytest.exit.Exception) as reason:
            return {"error": str(reason)}

    def _judge(self, item: pytest.Item, run: Run) -> None:
        """Run a check, unless it is known to pass with what it is going to see."""
        if run.names.is_due(item):
            self._begin(NAMES)
            _may_run(item, run)
        self._begin(check_id(item))
        if not (_may_run(item, run) and self._memory.recall(item, run)):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            self._memory.learn(item, run)
        run.let_go_of_large()

    def _begin(self, what: str) -> None:
        """Start the clock, and say what is to blame if this process does not outlive it."""
        start_clock(self._limits.check_seconds)
        if self._settings.progress is not None:
            # Not among the replies: whoever waits for those would wake up for each check.
            with contextlib.suppress(OSError):
                os.pwrite(self._settings.progress, f"{what}\n".encode(), 0)

    def _reply(self, message: dict[str, Any]) -> None:
        self._replies.write(json.dumps(message) + "\n")
        self._replies.flush()


def _may_run(item: pytest.Item, run: Run) -> bool:
    try:
        run.admit(item)
    except pytest.exit.Exception:
        raise
    # Raised again by pytest, where it costs this check and not this judge.
    except Exception:
        return False
    return True


def _describe(item: pytest.Item) -> dict[str, Any]:
    """Return what there is to say of a check before it has run."""
    return {
        "exercise": exercise_of(item),
        "id": check_id(item),
        "title": title_of(item),
        "max_score": points_of(item),
        "hidden": is_hidden(item),
        "free": reason_of(item),
        "refuses": refusal_of(item) is not None,
        "varies": any(probe.varies for probe in probes_of(item)),
        "probes": [hashlib.sha256(probe.source.encode()).hexdigest() for probe in probes_of(item)],
    }


def main(told: str) -> int:
    """Run pytest on the check files with our loop; our own standard output is the answers' line."""
    settings = Settings(**json.loads(told))
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever pytest or a check prints must not end up among the answers.
    os.dup2(2, 1)
    hide_memory()
    if "torch" in settings.libraries:
        with importing():
            import torch

            spare_compiler()
        torch.set_num_threads(1)
    folder = os.path.dirname(settings.checks[0])
    options = [
        "-c",
        os.devnull,
        "--rootdir",
        folder,
        "--confcutdir",
        folder,
        *(f"-pno:{name}" for name in UNUSED_PLUGINS),
    ]
    return int(
        pytest.main([*options, *settings.checks], plugins=[CheckHooks(), PictureHooks(), JudgeLoop(settings, replies)])
    )
