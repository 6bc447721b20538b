"""Grading that is interrupted in every way, and taken up again."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.sandbox import landlock
from autograder.submissions import Unit

STUDENTS = 60
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")


@dataclass(frozen=True)
class Disturbed:
    """A run that was disturbed: how it ended, and what was there before and after."""

    status: int
    said: str
    left: list[psutil.Process]
    before: dict[str, bytes]
    after: dict[str, bytes]


def records(out: Path) -> dict[str, bytes]:
    """Return every file with a result."""
    return {path.name: path.read_bytes() for path in (out / "results").glob("*") if path.suffix == ".json"}


def facts(out: Path) -> dict[str, Any]:
    """Return the results without what differs from run to run."""

    def strip(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: strip(value) for key, value in data.items() if key != "seconds"}
        return [strip(item) for item in data] if isinstance(data, list) else data

    return {name: strip(json.loads(data)) for name, data in records(out).items()}


def wait_until(happened: Callable[[], bool]) -> bool:
    """Wait for something to happen, for a while."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def kill_main(process: subprocess.Popen[str]) -> None:
    process.kill()


def press_ctrl_c(process: subprocess.Popen[str]) -> None:
    # The terminal sends it to the whole foreground group; the server has a session of its own.
    os.killpg(process.pid, signal.SIGINT)


def kill_one(kind: str) -> Callable[[subprocess.Popen[str]], None]:
    def kill(process: subprocess.Popen[str]) -> None:
        next(child for child in psutil.Process(process.pid).children(recursive=True) if is_called(child, kind)).kill()

    return kill


def is_called(process: psutil.Process, name: str) -> bool:
    """Say whether a process has a name; a sandbox may have ended since it was listed."""
    try:
        return process.name() == name
    except psutil.NoSuchProcess:
        return False


DISTURBANCES = {"kill -9": kill_main, "Ctrl-C": press_ctrl_c}
FAILURES = {
    "a judge": (kill_one("judge"), 1),
    "the server": (kill_one("server"), 2),
}


@pytest.fixture(scope="module")
def submissions(tmp_path_factory, solution: Unit) -> Path:
    folder = tmp_path_factory.mktemp("submissions")
    for number in range(STUDENTS):
        text = solution.text if number % 3 else solution.text.replace("2 * x", "x * x")
        (folder / f"student{number:02}.py").write_text(f"{text}\n# {number}\n")
    return folder


@pytest.fixture(scope="module")
def undisturbed(start, submissions, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    start(submissions, out, "--jobs", "2").communicate()
    return out


@pytest.fixture(scope="module")
def disturbed_out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("disturbed")


@pytest.fixture(scope="module")
def disturbed(start, submissions, undisturbed, disturbed_out) -> dict[str, Disturbed]:
    """Disturb one grading after the other, each in the middle, into the same folder."""
    histories = {}
    for name, disturb in DISTURBANCES.items():
        process = start(submissions, disturbed_out, "--jobs", "2")
        histories[name] = _disturb(process, disturb, disturbed_out)
    return histories


def _disturb(process: subprocess.Popen[str], disturb: Callable[[subprocess.Popen[str]], None], out: Path) -> Disturbed:
    before = records(out)
    wait_until(lambda: len(records(out)) >= len(before) + 5)
    family = psutil.Process(process.pid).children(recursive=True)
    disturb(process)
    _, said = process.communicate(timeout=PATIENCE)
    _, left = psutil.wait_procs(family, timeout=PATIENCE)
    return Disturbed(process.returncode, said, left, before, records(out))


@pytest.mark.parametrize("name", DISTURBANCES)
def test_nothing_that_was_finished_is_lost_or_done_again(disturbed, name):
    """The records of before are there, byte for byte, and some new ones."""
    one = disturbed[name]

    assert one.before.items() <= one.after.items()
    assert len(one.before) < len(one.after) < STUDENTS


@pytest.mark.parametrize("name", DISTURBANCES)
def test_no_process_is_left_behind(disturbed, name):
    """Judges, server and sandboxes end with whoever started them."""
    assert disturbed[name].left == []


def test_one_line_says_what_happened(disturbed):
    """And no traceback."""
    assert disturbed["Ctrl-C"].status == 130
    assert disturbed["Ctrl-C"].said.strip() == "autograder: interrupted; what was finished is kept"


@pytest.fixture(scope="module", params=FAILURES)
def failed(request, start, submissions, tmp_path_factory) -> tuple[Disturbed, Path, int]:
    """Kill a process that others depend on; at most one submission of each judge is under examination then."""
    kill, at_most = FAILURES[request.param]
    out = tmp_path_factory.mktemp("failed")
    return _disturb(start(submissions, out, "--jobs", "2"), kill, out), out, at_most


def test_a_failure_costs_nobody_else_their_result(failed, undisturbed):
    """The run goes on to its end; who was being examined is told that it is no fault of theirs."""
    ended, out, at_most = failed
    whole = facts(undisturbed)
    others = {name: found for name, found in facts(out).items() if found["error"] is None}

    assert (ended.status, ended.said, len(facts(out))) == (0, "", STUDENTS)
    assert STUDENTS - at_most <= len(others) < STUDENTS
    assert others.items() <= whole.items()
    assert all("that is no fault" in one["error"] for name, one in facts(out).items() if name not in others)


def test_the_next_run_mends_what_a_failure_left(start, submissions, failed, undisturbed):
    """And grades nothing else."""
    _, out, _ = failed

    start(submissions, out, "--jobs", "1").communicate()

    assert facts(out) == facts(undisturbed)


def test_afterwards_the_results_are_those_of_an_undisturbed_run(
    start, submissions, undisturbed, disturbed, disturbed_out
):
    """Each student has one record, each with feedback, and nothing else lies about."""
    start(submissions, disturbed_out, "--jobs", "2").communicate()

    assert facts(disturbed_out) == facts(undisturbed)
    assert len(facts(disturbed_out)) == STUDENTS
    assert (disturbed_out / "grades.csv").read_text() == (undisturbed / "grades.csv").read_text()
    names = sorted(path.stem for path in (disturbed_out / "feedback").iterdir())
    assert names == sorted(path.stem for path in (undisturbed / "feedback").iterdir())


def test_a_second_run_grades_nothing(start, submissions, undisturbed):
    """What has a current result stays as it is."""
    before = records(undisturbed)

    out, _ = start(submissions, undisturbed, "--jobs", "1").communicate()

    assert f"{STUDENTS} of {STUDENTS} were graded before" in out
    assert records(undisturbed) == before
