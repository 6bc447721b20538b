"""The processes that servers and judges are forked from know nothing that a student might look for."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from autograder.grading.judges import Judges
from autograder.grading.zygotes import JUDGE, Zygotes, need_zygotes
from autograder.sandbox import landlock
from autograder.sandbox.zygote_process import GONE, Zygote

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="processes are forked and locked down on Linux alone")

SECRET = "a-token-of-the-instructor"


@pytest.fixture(scope="module")
def zygote():
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def zygotes(judges: Judges) -> Zygotes:
    """Give those that the judges of the toy assignment were forked from."""
    found = need_zygotes(judges.libraries)
    assert found is not None
    return found


def read_memory(pid: int) -> bytes:
    """Return what a process has in memory that it could write to."""
    maps = [line.split() for line in Path(f"/proc/{pid}/maps").read_text().splitlines()]
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        pieces = []
        for span, rights, *_ in maps:
            start, end = (int(place, 16) for place in span.split("-"))
            if rights.startswith("rw"):
                memory.seek(start)
                pieces.append(memory.read(end - start))
    return b"".join(pieces)


def test_a_zygote_never_learns_what_a_program_is_told(zygote):
    program = zygote.start("autograder.sandbox.zygote", environment={"TOKEN": SECRET})
    program.wait()

    seen = read_memory(zygote.pid)

    assert b"autograder" in seen
    assert SECRET.encode() not in seen


def test_no_zygote_knows_a_check(zygotes, judges):
    title = judges.checks[0].title.encode()
    # Among them may be those of other tests.
    there = [each for each in psutil.Process().children(recursive=True) if each.name() == "judge"]

    assert any(title in read_memory(each.pid) for each in there)
    assert title not in read_memory(zygotes.servers.pid) + read_memory(zygotes.judges.pid)


def test_servers_come_from_a_zygote_without_judges(zygotes):
    judge = JUDGE.encode() + b"_process"

    assert judge in read_memory(zygotes.judges.pid)
    assert judge not in read_memory(zygotes.servers.pid)


def test_a_program_ends_with_its_own_status(zygote):
    line, theirs = socket.socketpair()
    waits = "autograder.sandbox.zygote", str(theirs.fileno()), "/nonexistent", "", ""
    with theirs:
        stopped = zygote.start(*waits, environment={}, pass_fds=[theirs.fileno()])
    over = zygote.start("autograder.sandbox.zygote", environment={})  # lacks its arguments
    stopped.send_signal(signal.SIGXCPU)

    assert stopped.wait() == -signal.SIGXCPU
    assert over.wait() == 1
    line.close()


def test_programs_go_on_without_their_zygote_and_others_start_no_more():
    zygote = Zygote()
    branch = zygote.branch()
    assert branch.pid
    zygote.close()

    assert not branch.has_ended()
    assert zygote.start("autograder.sandbox.zygote", environment={}).wait() == GONE
    branch.close()


def test_zygotes_end_before_their_folders_go():
    lines = "from autograder.grading.zygotes import need_zygotes; need_zygotes([])"
    done = subprocess.run([sys.executable, "-W", "always", "-c", lines], capture_output=True, text=True)

    assert "Implicitly cleaning up" not in done.stderr
