"""What a locked-down process can no longer do; each in a real fork on the real kernel."""

import ctypes
import errno
import fcntl
import json
import os
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import credentials
from autograder.sandbox.lockdown import Policy, Posture, Prepared, lock_down, prepare
from autograder.sandbox.syscalls import numbers

PREPARED = prepare()
ROOT = Path(credentials.__file__).parents[2]
pytestmark = [
    pytest.mark.skipif(bool(PREPARED.unavailable), reason=PREPARED.unavailable),
    pytest.mark.skipif(not PREPARED.landlock_abi, reason="this kernel has no Landlock"),
]
as_root = pytest.mark.skipif(not credentials.can_change_user(), reason="only root can become another user")


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


def test_discards_output() -> None:
    """Writing to /dev/null is no write to the machine."""
    assert in_sandbox(lambda: Path("/dev/null").write_text("gone")).answer == 4


def test_closes_a_folder_that_is_only_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout on sys.path is no library: the solutions may lie in it."""
    (tmp_path / "solution.py").write_text("answer = 1")
    monkeypatch.syspath_prepend(tmp_path)

    answer = in_sandbox(lambda: open(tmp_path / "solution.py").close(), prepared=prepare()).answer

    assert answer == "EACCES"
