"""Lock a freshly forked process down before it sees a byte of student code, and say what then really holds.

The server calls `prepare` once, each sandbox `lock_down`. The posture it returns is not read off return codes: the
sandbox tries what must be refused, and asks the kernel about the rest.
"""

import contextlib
import dataclasses
import os
import platform
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from autograder.sandbox import credentials, landlock, limits, seccomp
from autograder.sandbox.credentials import hide_memory
from autograder.sandbox.limits import MOST_THREADS

__all__ = ["Policy", "Posture", "Prepared", "hide_memory", "lock_down", "prepare"]

FIRST_PRIVATE_UID = 61000
CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")

CONSEQUENCES = {
    "platform": "student code can do whatever your account may do",
    "limits": "student code can use up memory, processor time or disk",
    "identity": "student code keeps rights of this account",
    "lifetime": "student code can outlive the grader",
    "no_new_privs": "student code can gain rights through programs like sudo",
    "landlock": "student code can read and change files of this account",
    "seccomp": "student code can start programs, use the network and disturb other processes",
    "libraries": "correct answers can fail",
    "scratch": "correct answers can fail",
}


@dataclass(frozen=True)
class Policy:
    """What one sandbox may use. It crosses a socket as the JSON of `dataclasses.asdict`."""

    memory_mb: int = 2048  # above what the process has at birth
    cpu_seconds: int = 120
    file_mb: int = 16
    threads: int = MOST_THREADS
    slot: int = 0  # among sandboxes that run at the same time; decides the private user
    scratch: str | None = None  # the only folder it may write to
    data: dict[str, str] = field(default_factory=dict)  # files of the course that it finds there: path there, path here


@dataclass(frozen=True)
class Prepared:
    """What every lockdown on this machine shares. `unavailable` says why there is none, or is empty."""

    libraries: tuple[str, ...] = ()
    private_users: bool = False
    landlock_abi: int = 0
    seccomp_filter: bytes = b""
    tasks: int = 0  # processes and threads that this user had
    unavailable: str = ""


@dataclass(frozen=True)
class Posture:
    """What holds of a lockdown: each layer with a detail, or with the reason why it failed."""

    layers: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def absent(cls, reason: str) -> Self:
        """Return the posture of a process that was never locked down."""
        return cls(failures={"platform": reason})

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the posture that `to_dict` gave."""
        return cls(**data)

    def to_dict(self) -> dict[str, Any]:
        """Return the posture as data for JSON."""
        return dataclasses.asdict(self)

    def weaknesses(self) -> list[str]:
        """Return a sentence for each thing that is missing of a full lockdown; none means that it is full."""
        sentences = (f"{reason}, so {CONSEQUENCES[layer]}." for layer, reason in self.failures.items())
        return [sentence[0].upper() + sentence[1:] for sentence in sentences]

    def describe(self) -> str:
        """Return one short line for the record of a result."""
        if self.failures:
            return "weak: " + ", ".join(self.failures.values())
        return "full: " + ", ".join(self.layers[layer] for layer in ("identity", "landlock", "seccomp"))


def prepare() -> Prepared:
    """Find out once what this machine offers; call it in the server, before the first fork."""
    if sys.platform != "linux":
        return Prepared(unavailable=f"no lockdown on {platform.system()}")
    machine = platform.machine()
    libraries = landlock.library_folders()
    return Prepared(
        libraries=libraries,
        private_users=credentials.can_change_user() and credentials.could_import_as_stranger(libraries),
        landlock_abi=landlock.abi(),
        seccomp_filter=seccomp.build_filter(machine) if seccomp.can_filter(machine) else b"",
        tasks=limits.count_tasks(),
    )


def lock_down(policy: Policy, prepared: Prepared, parent_pid: int) -> Posture:
    """Lock this process down for good and return what holds; a layer that fails is told there, never raised.

    The process must be a fresh fork with one thread. The order is meant: a limit or a user can no longer be changed
    behind the filter, and a change of user takes back the wish to die with the parent.
    """
    if prepared.unavailable:
        return Posture.absent(prepared.unavailable)
    uid = FIRST_PRIVATE_UID + policy.slot if prepared.private_users else None
    steps: dict[str, Callable[[], str]] = {
        "limits": lambda: _limit(policy, 0 if uid is not None else prepared.tasks),
        "identity": lambda: _give_up_identity(uid, policy.scratch),
        "lifetime": lambda: _bind_to_parent(parent_pid),
        "no_new_privs": _forbid_new_privileges,
        "landlock": lambda: _close_files(prepared, policy.scratch),
        "seccomp": lambda: _filter_calls(prepared.seccomp_filter),
    }
    layers: dict[str, str] = {}
    failures: dict[str, str] = {}
    for layer, step in steps.items():
        try:
            layers[layer] = step()
        except OSError as error:
            failures[layer] = f"{layer} failed ({error.strerror})" if error.errno else str(error)
    for layer, reason in (*_find_openings(parent_pid), *_find_untruths(uid), *_find_obstacles(policy, prepared)):
        layers.pop(layer, None)
        failures.setdefault(layer, reason)
    return Posture(layers, failures)


def _limit(policy: Policy, others: int) -> str:
    # Where others share the user, and may start more, the limit only keeps numbers of processes free for them.
    tasks = policy.threads if others == 0 else others + 4 * policy.threads
    limits.apply(policy.memory_mb, policy.cpu_seconds, policy.file_mb, tasks)
    return f"{policy.memory_mb} MB, {policy.cpu_seconds} s, files of {policy.file_mb} MB"


def _give_up_identity(uid: int | None, scratch: str | None) -> str:
    credentials.give_up_rights(uid, scratch)
    # Here and not earlier: a change of user resets this as well.
    hide_memory()
    return "own uid, no capabilities" if uid is None else f"private uid {uid}"


def _bind_to_parent(parent_pid: int) -> str:
    credentials.die_with_parent(parent_pid)
    return "ends with its server"


def _forbid_new_privileges() -> str:
    credentials.forbid_new_privileges()
    return "no new privileges"


def _close_files(prepared: Prepared, scratch: str | None) -> str:
    if prepared.landlock_abi == 0:
        raise OSError("no Landlock on this kernel")
    landlock.restrict(prepared.landlock_abi, prepared.libraries, scratch)
    return f"Landlock {prepared.landlock_abi}"


def _filter_calls(template: bytes) -> str:
    if not template:
        raise OSError("no seccomp filter for this machine")
    seccomp.install(template)
    return "seccomp"


def _find_openings(parent_pid: int) -> Iterator[tuple[str, str]]:
    """Try what must be refused, harmlessly; give what is not, with the layer that should refuse it."""
    attempts: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("landlock", "listing the root folder", lambda: os.listdir("/")),
        ("landlock", "opening /etc/passwd", lambda: open("/etc/passwd").close()),
        ("landlock", "reading the server's environment", lambda: open(f"/proc/{parent_pid}/environ").close()),
        ("landlock", "reading the machine's connections", lambda: open("/proc/self/net/dev").close()),
        ("seccomp", "emptying a file through a reader", _truncate_as_reader),
        ("seccomp", "making a socket", lambda: socket.socket().close()),
        ("seccomp", "signalling the server", lambda: os.kill(parent_pid, 0)),
        ("seccomp", "starting a process", _fork),
        ("seccomp", "starting a program", _execute),
    )
    for layer, what, attempt in attempts:
        try:
            attempt()
        except OSError:
            continue
        yield layer, f"{what} is not refused"


def _truncate_as_reader() -> None:
    # A device: the kernel has nothing to cut off.
    os.close(os.open("/dev/null", os.O_RDONLY | os.O_TRUNC))


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _execute() -> None:
    # No such program exists, so "not found" means that the kernel went looking for it.
    with contextlib.suppress(FileNotFoundError):
        os.execv("/nonexistent", ["nonexistent"])


def _find_untruths(uid: int | None) -> Iterator[tuple[str, str]]:
    """Ask the kernel what this process is; give where that is not what the steps were for."""
    try:
        status = credentials.read_status()
    except OSError:
        yield "identity", "the kernel's account of the process cannot be read"
        return
    # Read with care: an old kernel, or a copy of one, may not tell all of it.
    if any(int(status.get(name, "0"), 16) for name in CAPABILITY_SETS):
        yield "identity", "capabilities are left"
    if uid is not None and (os.getresuid() != (uid,) * 3 or os.getresgid() != (uid,) * 3 or os.getgroups()):
        yield "identity", f"the private uid {uid} was not taken"
    if status.get("NoNewPrivs") != "1":
        yield "no_new_privs", "new privileges are possible"
    if status.get("Seccomp") != "2":
        yield "seccomp", "no seccomp filter is in force"
    if status.get("Threads") != "1":
        yield "landlock", "a thread was there before the lockdown"


def _find_obstacles(policy: Policy, prepared: Prepared) -> Iterator[tuple[str, str]]:
    """Try what must stay possible; give what is not."""
    try:
        for folder in prepared.libraries:
            os.close(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
    except OSError:
        yield "libraries", "Python's libraries cannot be read"
    if policy.scratch is not None:
        place = os.path.join(policy.scratch, "lockdown")
        try:
            os.mkdir(place)
            os.rmdir(place)
        except OSError:
            yield "scratch", "the scratch folder cannot be written to"
