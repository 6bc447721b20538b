"""What the machine does to a sandbox is not held against the student."""

import os
import resource
import signal
import time

import psutil
import pytest

from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.warm import ForkedProcess

SLEEP = "import time\ndef f():\n    time.sleep(0.5)\n    return 1"
ASK = {"source": "def see(student): return student.f()", "probe": "see", "given": {"dict": []}, "body": b""}


def kill_soon(sandbox, monkeypatch, times: int) -> None:
    """Kill the first few processes of a sandbox from outside while they are asked."""
    left, ask = [times], sandbox._ask

    def killing(request, body, seconds):
        if request["op"] == "probe" and left[0]:
            left[0] -= 1
            signal.pidfd_send_signal(sandbox._process._pidfd, signal.SIGKILL)
        return ask(request, body, seconds)

    monkeypatch.setattr(sandbox, "_ask", killing)


def test_a_sandbox_that_was_killed_from_outside_is_asked_again(open_sandbox, monkeypatch):
    """As the kernel does where memory runs out."""
    sandbox = open_sandbox(SLEEP)
    kill_soon(sandbox, monkeypatch, times=1)

    assert sandbox.observe(**ASK, seed=1, seconds=5).value() == 1


def test_a_sandbox_that_is_killed_again_breaks_off(open_sandbox, monkeypatch):
    """Nothing is known of the student's code then."""
    sandbox = open_sandbox(SLEEP)
    kill_soon(sandbox, monkeypatch, times=2)

    with pytest.raises(NoSandbox, match="killed from outside"):
        sandbox.observe(**ASK, seed=1, seconds=5)


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "signal.raise_signal(9)"])
def test_nobody_can_pretend_to_have_been_killed(open_sandbox, end):
    """A process may end itself in many ways, and not in this one."""
    sandbox = open_sandbox(f"import os, signal\ndef f(): {end}")

    assert sandbox.observe(**ASK, seed=1, seconds=5).raised["types"][0] == "PermissionError"


def test_threads_are_bounded_whatever_their_stacks(open_sandbox):
    """They would use up the machine's numbers for others' processes."""
    sandbox = open_sandbox(
        "import threading, time\ndef f():\n    threading.stack_size(32768)\n    n = 0\n    try:\n"
        "        for n in range(20000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "    except RuntimeError: pass\n    time.sleep(0.5)\n    return n"
    )

    seen = sandbox.observe(**ASK, seed=1, seconds=9)

    assert (seen.kind == "saw" and seen.value() < 300) or seen.detail == "it started more than 256 threads"


def test_the_server_survives_a_lack_of_descriptors(warm):
    """What the machine refuses now it may have a moment later."""
    process: ForkedProcess = warm.launch(Policy(slot=9))
    server = psutil.Process(process._pid).ppid()
    limits = resource.prlimit(server, resource.RLIMIT_NOFILE)
    resource.prlimit(server, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{server}/fd")), limits[1]))
    began = time.monotonic()

    with pytest.raises(NoSandbox, match="no room for another process"):
        warm.launch(Policy(slot=9))
    resource.prlimit(server, resource.RLIMIT_NOFILE, limits)

    assert time.monotonic() - began < 30
    assert warm.launch(Policy(slot=9)).kill() == "it was ended"
    process.kill()
