"""What a locked-down process has left: its limits, its user, its scratch folder, and all that honest work needs."""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_lockdown import PREPARED, ROOT, as_root, in_sandbox, outcome, pytestmark  # noqa: F401

from autograder.sandbox import credentials
from autograder.sandbox.limits import MOST_THREADS
from autograder.sandbox.lockdown import Policy, lock_down, prepare
from autograder.sandbox.syscalls import prctl

PR_GET_DUMPABLE = 3
SOMEBODY = 54321  # a user that nothing else runs as


@pytest.fixture
def scratch() -> Iterator[str]:
    """A folder as a judge makes it: closed to others, in a place that everyone can reach."""
    with tempfile.TemporaryDirectory(prefix="lockdown-", dir="/tmp") as folder:
        yield folder


def test_writes_into_its_scratch_folder_only(scratch: str, tmp_path: Path) -> None:
    """A probe that saves weights has one folder, and no other."""

    def save() -> list[Any]:
        Path(scratch, "weights.pt").write_text("weights")
        return [
            outcome(lambda: (tmp_path / "other").write_text("x")),
            outcome(lambda: Path(scratch, "link").symlink_to("/")),
        ]

    report = in_sandbox(save, Policy(scratch=scratch))

    assert report.posture.weaknesses() == []
    assert report.answer == ["EACCES", "EPERM"]
    assert Path(scratch, "weights.pt").read_text() == "weights"


def test_limits_memory() -> None:
    """A process gets its policy's memory and no more."""

    def hoard() -> str:
        try:
            return f"{len(bytearray(300 << 20))} bytes"
        except MemoryError:
            return "refused"

    assert in_sandbox(hoard, Policy(memory_mb=200)).answer == "refused"
    assert in_sandbox(hoard, Policy(memory_mb=800)).answer == f"{300 << 20} bytes"


def test_limits_processor_time() -> None:
    """A process that computes for too long is ended."""

    def compute() -> None:
        while True:
            pass

    assert in_sandbox(compute, Policy(cpu_seconds=1)).exit_code == -signal.SIGXCPU


def test_limits_the_size_of_a_file(scratch: str) -> None:
    """A file in the scratch folder stays small."""
    report = in_sandbox(lambda: Path(scratch, "big").write_bytes(bytes(2 << 20)), Policy(scratch=scratch, file_mb=1))

    assert report.answer == "EFBIG"


def test_raises_no_limit() -> None:
    """What was lowered stays low."""

    def raise_limit() -> str:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 10, 1 << 10))
        except (ValueError, OSError):
            return "refused"
        return "raised"

    assert in_sandbox(raise_limit).answer == "refused"


def test_hides_its_memory() -> None:
    """Another sandbox of the same user cannot look into this one."""
    assert in_sandbox(lambda: prctl(PR_GET_DUMPABLE)).answer == 0


@as_root
def test_leaves_no_capability() -> None:
    """A root process has none of root's rights left, nor a way back to them."""
    status = in_sandbox(credentials.read_status, prepared=replace(PREPARED, private_users=False)).answer

    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}


@as_root
def test_becomes_a_private_user() -> None:
    """Each slot has a user and group of its own, and no further group."""
    private = replace(PREPARED, private_users=True)

    ids = in_sandbox(lambda: [os.getresuid(), os.getresgid(), os.getgroups()], Policy(slot=7), private).answer

    assert ids == [[61007] * 3, [61007] * 3, []]


@as_root
def test_gives_the_scratch_folder_to_the_private_user(scratch: str) -> None:
    """The folder that root made belongs to the sandbox's user."""
    in_sandbox(lambda: None, Policy(slot=7, scratch=scratch), replace(PREPARED, private_users=True))

    assert os.stat(scratch).st_uid == 61007


def test_knows_what_a_private_user_could_read(tmp_path: Path) -> None:
    """A file is open to strangers when every folder above it lets them pass."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        file = Path(folder, "module.py")
        file.write_text("")
        file.chmod(0o644)
        closed = credentials.readable_by_strangers([str(file)])
        os.chmod(folder, 0o711)
        passable = credentials.readable_by_strangers([str(file)])

    assert (closed, passable) == (False, True)


def test_ends_with_its_parent() -> None:
    """A sandbox whose server is killed does not outlive it."""
    reader, writer = os.pipe()
    server = os.fork()
    if server == 0:
        if os.fork() == 0:
            lock_down(Policy(), PREPARED, os.getppid())
            os.write(writer, b"locked")
            time.sleep(60)
            os._exit(0)
        time.sleep(60)
        os._exit(0)
    os.close(writer)
    locked = os.read(reader, 6)
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)

    # The pipe ends when the last process that could write to it has ended.
    ended, _, _ = select.select([reader], [], [], 20)
    os.close(reader)

    assert locked == b"locked"
    assert ended == [reader]


def test_starts_threads() -> None:
    """Threads stay possible: torch computes with them."""

    def count() -> int:
        seen: list[int] = []
        threads = [threading.Thread(target=seen.append, args=(1,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(seen)

    assert in_sandbox(count).answer == 4


HONEST = """
import json, os, sys
import numpy, torch
sys.path.insert(0, sys.argv[1])
from autograder.sandbox.lockdown import Policy, lock_down, prepare
prepared, parent = prepare(), os.getpid()
if os.fork() == 0:
    posture = lock_down(Policy(), prepared, parent)
    torch.set_num_threads(2)
    product = torch.ones(512, 512) @ torch.ones(512, 512)
    import colorsys, encodings.idna, sklearn.datasets
    data = sklearn.datasets.load_iris().data
    print(json.dumps([posture.weaknesses(), product.mean().item(), numpy.linalg.det(numpy.eye(3)), len(data)]))
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""


def test_lets_honest_work_through() -> None:
    """Two torch threads, numpy, a late import of scikit-learn and its data files all work."""
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

    run = subprocess.run([sys.executable, "-c", HONEST, str(ROOT)], env=environment, capture_output=True, text=True)

    assert json.loads(run.stdout or "null") == [[], 512.0, 1.0, 150], run.stderr


@as_root
def test_bounds_the_threads_of_a_user_who_is_not_root() -> None:
    """They share their number with whatever else that user runs, so some more are left than one process needs."""

    def start_many() -> int:
        threading.stack_size(1 << 15)
        started = 0
        with suppress(RuntimeError):
            while started < 20 * MOST_THREADS:
                threading.Thread(target=threading.Event().wait, daemon=True).start()
                started += 1
        return started

    def become_somebody() -> Any:
        os.setgroups([])
        os.setresgid(SOMEBODY, SOMEBODY, SOMEBODY)
        os.setresuid(SOMEBODY, SOMEBODY, SOMEBODY)
        return in_sandbox(start_many, prepared=prepare()).answer

    started = in_sandbox(become_somebody, policy=None).answer

    assert MOST_THREADS <= started <= 5 * MOST_THREADS
