"""The warm server as a process of its own."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.server_process import WarmServer, start_if_possible
from autograder.sandbox.session import Sandboxing, SubmissionSandbox
from autograder.sandbox.warm import WarmLauncher


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_TOKEN", "secret")
        server = start_if_possible(judges=2, hash_seed=5)
    if server is None:
        pytest.skip("sandboxes can be forked and locked down on Linux alone")
    yield server
    server.close()


@pytest.fixture(scope="module")
def launchers(server: WarmServer) -> list[WarmLauncher]:
    return [WarmLauncher(end) for end in server.ends]


def sandbox_of(launcher: WarmLauncher, source: str) -> SubmissionSandbox:
    how = Sandboxing(launcher, "toy", Policy(slot=9), allow_weak=True)
    return SubmissionSandbox(how, [("toy.py", source)], load_seconds=5)


def wait_until(happened: Callable[[], object]) -> bool:
    """Wait for something to happen, for a while."""
    deadline = time.monotonic() + 60
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(happened())


def see(sandbox: SubmissionSandbox, body: str) -> object:
    seen = sandbox.observe(f"def see(student): {body}", "see", {"dict": []}, b"", seed=1, seconds=5)
    return seen.value()


def test_a_hundred_forks_in_a_row(launchers):
    """None hangs, and each is locked down as the first one is."""
    postures = set()
    for _ in range(100):
        process = launchers[0].launch(Policy(slot=9))
        postures.add(process.posture.describe())
        process.kill()

    assert len(postures) == 1


def test_the_hash_seed_is_the_one_that_was_asked_for(launchers):
    """What a student's code does with sets is the same in every run."""
    command = [sys.executable, "-c", "print(hash('seed'))"]
    done = subprocess.run(command, env={"PYTHONHASHSEED": "5"}, capture_output=True, text=True)

    assert see(sandbox_of(launchers[0], ""), "return hash('seed')") == int(done.stdout)


def test_sandboxes_hold_nothing_of_the_grader(launchers):
    """No variable of our environment, no argument, no open descriptor but its own four."""
    is_open = "def is_open(n):\n    try: os.fstat(n)\n    except OSError: return False\n    return True"
    sandbox = sandbox_of(launchers[0], f"import os, sys\n{is_open}")

    assert (
        see(sandbox, "return sorted(k for k in student.os.environ if k.startswith(('GITHUB', 'PYTEST', 'SSH')))") == []
    )
    assert see(sandbox, "return student.sys.argv[1:]") == []
    assert see(sandbox, "return [n for n in range(64) if student.is_open(n)]") == [0, 1, 2, 3]


def test_two_judges_have_sandboxes_of_their_own(launchers):
    """What one submission does to its modules is not there in another."""
    first = sandbox_of(launchers[0], "import torch\ntorch.marked = True")
    second = sandbox_of(launchers[1], "import torch")
    first.load()

    assert see(second, "return hasattr(torch, 'marked')") is False


def test_a_judge_that_hangs_up_takes_its_sandboxes_along():
    """The server ends with its last judge, and every sandbox with it."""
    server = start_if_possible()
    launcher = WarmLauncher(server.ends[0])
    launcher.launch(Policy(slot=8))

    with open(os.pidfd_open(server.pid)) as ended:
        server.ends[0].close()

        assert select.select([ended], [], [], 20)[0]
    server.close()


def test_the_end_of_the_server_is_not_held_against_the_student():
    """Whoever asks is told that there is no sandbox, whether one was running or not."""
    server = start_if_possible()
    sandbox = sandbox_of(WarmLauncher(server.ends[0]), "x = 1")
    sandbox.load()

    os.kill(server.pid, signal.SIGKILL)
    # Its sandboxes are told before whoever waits for it; until then one could still answer.
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)

    with pytest.raises(NoSandbox):
        see(sandbox, "return student.x")
    with pytest.raises(NoSandbox):
        WarmLauncher(server.ends[0]).launch(Policy())
    server.close()


def test_nothing_is_left_of_a_server_whose_maker_was_killed():
    """It notices that nobody is there any more, and takes its folder with it."""
    make = "import time; from autograder.sandbox.server_process import WarmServer; server = WarmServer(libraries=())"
    tell = "print(server.pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-I", "-c", f"{make}; {tell}"], stdout=subprocess.PIPE, text=True) as maker:
        told = Path(f"/proc/{int(maker.stdout.readline())}/cmdline")
        # For a moment, a process that is about to begin has no arguments yet.
        assert wait_until(told.read_bytes)
        folder = Path(os.fsdecode(told.read_bytes().split(b"\0")[-2]))
        assert folder.is_dir()
        maker.kill()

    assert wait_until(lambda: not folder.exists())
