"""What a locked-down process can no longer do, and what it still can; each in a real fork on the real kernel."""

import ctypes
import errno
import fcntl
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import credentials
from autograder.sandbox.lockdown import Policy, Posture, Prepared, lock_down, prepare
from autograder.sandbox.syscalls import numbers, prctl

PREPARED = prepare()
ROOT = Path(credentials.__file__).parents[2]
pytestmark = [
    pytest.mark.skipif(bool(PREPARED.unavailable), reason=PREPARED.unavailable),
    pytest.mark.skipif(not PREPARED.landlock_abi, reason="this kernel has no Landlock"),
]
as_root = pytest.mark.skipif(not credentials.can_change_user(), reason="only root can become another user")
PR_GET_DUMPABLE = 3


@dataclass(frozen=True)
class Report:
    """What a forked process told: its posture, what its work gave, and how it ended."""

    posture: Posture
    answer: Any
    exit_code: int


def in_sandbox(work: Callable[[], Any], policy: Policy | None = Policy(), prepared: Prepared = PREPARED) -> Report:  # noqa: B008
    """Fork, lock down (unless the policy is None), do the work; an OSError is answered by its name."""
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            posture = Posture() if policy is None else lock_down(policy, prepared, parent)
            os.write(writer, json.dumps([posture.to_dict(), outcome(work)]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader) as stream:
        text = stream.read()
    exit_code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    posture, answer = json.loads(text) if text else ({}, None)
    return Report(Posture.from_dict(posture), answer, exit_code)


def outcome(work: Callable[[], Any]) -> Any:
    """Return what the work gives, or the name of the OSError that it raises."""
    try:
        return work()
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def fork_and_wait() -> None:
    """Start a process that ends at once."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def open_and_close(path: str, flags: int) -> None:
    """Open a file for a moment."""
    os.close(os.open(path, flags))


# Each needs only rights over the outside file and the parent that every process of the same user has.
ATTACKS: dict[str, Callable[[str], object]] = {
    "reads a file": lambda outside: open(outside).close(),
    "reads through a link": lambda outside: open(outside + ".link").close(),
    "reads through its own root link": lambda outside: open(f"/proc/self/root{outside}").close(),
    "appends to a file": lambda outside: open(outside, "a").close(),
    "empties a file": lambda outside: os.truncate(outside, 0),
    "empties a file as a reader": lambda outside: open_and_close(outside, os.O_RDONLY | os.O_TRUNC),
    "renames a file": lambda outside: os.rename(outside, outside + "2"),
    "deletes a file": os.unlink,
    "changes the mode of a file": lambda outside: os.chmod(outside, 0o777),
    "changes the times of a file": os.utime,
    "makes a file": lambda outside: open(outside + ".new", "x").close(),
    "makes a link": lambda outside: os.symlink("/", outside + ".root"),
    "lists a folder": lambda outside: os.listdir(os.path.dirname(outside)),
    "lists all processes": lambda outside: os.listdir("/proc"),
    "makes a file in memory": lambda outside: os.memfd_create("hoard"),
    "makes a TCP socket": lambda outside: socket.socket().close(),
    "makes a UDP socket": lambda outside: socket.socket(type=socket.SOCK_DGRAM).close(),
    "makes a path socket": lambda outside: socket.socket(socket.AF_UNIX).close(),
    "forks": lambda outside: fork_and_wait(),
    "signals the parent": lambda outside: os.kill(os.getppid(), 0),
    "sets the priority of the parent": lambda outside: os.setpriority(0, os.getppid(), os.getpriority(0, os.getppid())),
    "moves the parent": lambda outside: os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0)),
    "reads the limits of the parent": lambda outside: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
    "sends the signals of a pipe to the parent": lambda outside: fcntl.fcntl(
        os.pipe()[0], fcntl.F_SETOWN, os.getppid()
    ),
    "leaves the session": lambda outside: os.setsid(),
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that belongs to the same user and is open to everyone."""
    file = tmp_path / "solution.py"
    file.write_text("secret")
    file.chmod(0o666)
    Path(f"{file}.link").symlink_to(file)
    return file


@pytest.fixture
def scratch() -> Iterator[str]:
    """A folder as a judge makes it: closed to others, in a place that everyone can reach."""
    with tempfile.TemporaryDirectory(prefix="lockdown-", dir="/tmp") as folder:
        yield folder


@pytest.mark.parametrize("attack", ATTACKS)
def test_refuses(attack: str, outside: Path) -> None:
    """A locked-down process is refused, and the file stays as it was."""
    answer = in_sandbox(lambda: ATTACKS[attack](str(outside))).answer

    assert answer in ("EACCES", "EPERM", "ENOTTY")
    assert outside.read_text() == "secret"
    assert outside.stat().st_mode & 0o777 == 0o666


@pytest.mark.parametrize("attack", ATTACKS)
def test_is_a_real_attack(attack: str, outside: Path) -> None:
    """A process without a lockdown succeeds, so the refusals are the lockdown's doing."""
    answer = in_sandbox(lambda: str(ATTACKS[attack](str(outside))), policy=None).answer

    assert answer not in errno.errorcode.values()


def test_starts_no_program() -> None:
    """A program is refused before the kernel looks at it."""
    report = in_sandbox(lambda: os.execv("/bin/true", ["true"]))

    assert report.answer == "EPERM"


def test_ends_a_process_that_traces() -> None:
    """A call that no exercise makes ends the process with the signal for bad calls."""
    number = numbers("ptrace 101/117", os.uname().machine)["ptrace"]

    report = in_sandbox(lambda: ctypes.CDLL(None).syscall(number, 0, 0, 0, 0))

    assert report.exit_code == -signal.SIGSYS


@pytest.mark.parametrize("secret", ["environ", "mem"])
def test_reads_nothing_of_its_parent(secret: str) -> None:
    """The environment and memory of the server stay closed."""
    path = f"/proc/{os.getpid()}/{secret}"

    assert in_sandbox(lambda: open_and_close(path, os.O_RDONLY)).answer == "EACCES"


@pytest.mark.parametrize("mode", [0, 3])
def test_an_old_landlock_lets_no_reader_empty_a_library(mode: int, tmp_path: Path) -> None:
    """Landlock 1 and 2 let an open without the right to write cut a readable file; the filter does not."""
    library = tmp_path / "library.py"
    library.write_text("import this")
    old = replace(PREPARED, landlock_abi=2, libraries=(*PREPARED.libraries, str(tmp_path)), private_users=False)

    with_filter = in_sandbox(lambda: open_and_close(str(library), mode | os.O_TRUNC), prepared=old).answer
    kept = library.read_text()
    in_sandbox(lambda: open_and_close(str(library), mode | os.O_TRUNC), prepared=replace(old, seccomp_filter=b""))

    assert with_filter == "EPERM"
    assert kept == "import this"
    assert library.read_text() == ""


def test_landlock_alone_closes_files_but_not_their_mode(outside: Path) -> None:
    """Landlock refuses to read a file and lets its mode be changed: it needs the filter beside it."""
    alone = replace(PREPARED, seccomp_filter=b"", private_users=False)

    answers = in_sandbox(
        lambda: [outcome(lambda: ATTACKS["reads a file"](str(outside))), outcome(lambda: outside.chmod(0o600))],
        prepared=alone,
    ).answer

    assert answers == ["EACCES", None]


def test_seccomp_alone_refuses_sockets_but_not_files(outside: Path) -> None:
    """The filter refuses a socket and lets a file be read: it needs Landlock beside it."""
    alone = replace(PREPARED, landlock_abi=0, private_users=False)

    answers = in_sandbox(lambda: [outcome(lambda: socket.socket().close()), outside.read_text()], prepared=alone).answer

    assert answers == ["EPERM", "secret"]


def test_writes_into_its_scratch_folder_only(scratch: str, outside: Path) -> None:
    """A probe that saves weights has one folder, and no other."""

    def save() -> list[Any]:
        Path(scratch, "weights.pt").write_text("weights")
        return [outcome(lambda: outside.write_text("x")), outcome(lambda: Path(scratch, "link").symlink_to("/"))]

    report = in_sandbox(save, Policy(scratch=scratch))

    assert report.posture.weaknesses() == []
    assert report.answer == ["EACCES", "EPERM"]
    assert Path(scratch, "weights.pt").read_text() == "weights"


def test_discards_output() -> None:
    """Writing to /dev/null is no write to the machine."""
    assert in_sandbox(lambda: Path("/dev/null").write_text("gone")).answer == 4


def test_closes_a_folder_that_is_only_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout on sys.path is no library: the solutions may lie in it."""
    (tmp_path / "solution.py").write_text("answer = 1")
    monkeypatch.syspath_prepend(tmp_path)

    answer = in_sandbox(lambda: open(tmp_path / "solution.py").close(), prepared=prepare()).answer

    assert answer == "EACCES"


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
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

    run = subprocess.run([sys.executable, "-c", HONEST, str(ROOT)], env=environment, capture_output=True, text=True)

    assert json.loads(run.stdout or "null") == [[], 512.0, 1.0, 150], run.stderr
