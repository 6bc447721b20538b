"""Give up every right a process can have over the machine: its user, its capabilities, its ways to gain new ones."""

import contextlib
import os
import signal
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.syscalls import capset, prctl

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITIES_VERSION_3 = 0x20080522
# To become another user; and then, for the judge, to give it a scratch folder, to clean that, and to end its process.
CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_KILL, CAP_SETGID, CAP_SETUID = 0, 1, 5, 6, 7
NEEDED = (CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_KILL, CAP_SETGID, CAP_SETUID)


def read_status() -> dict[str, str]:
    """Return what the kernel says of this process, as /proc/self/status has it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def can_change_user() -> bool:
    """Say whether this process is root with the rights to run a process as another user, and to look after it."""
    if os.geteuid() != 0:
        return False
    held = int(read_status()["CapEff"], 16)
    return all(held >> capability & 1 for capability in NEEDED)


def could_import_as_stranger(libraries: tuple[str, ...]) -> bool:
    """Say whether another user could still import what is installed: each library folder, each file in use from it."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    used = [file for file in files if isinstance(file, str) and file.startswith(libraries) and os.path.isfile(file)]
    return readable_by_strangers([*libraries, *used])


def readable_by_strangers(paths: Iterable[str]) -> bool:
    """Say whether a user who owns nothing and is in no group could read these files and folders."""
    passed: set[Path] = set()
    for path in map(Path, paths):
        for place in {path.absolute(), path.resolve()}:
            mode = place.stat().st_mode
            needed = stat.S_IROTH | stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH
            if mode & needed != needed:
                return False
            above = set(place.parents) - passed
            if not all(folder.stat().st_mode & stat.S_IXOTH for folder in above):
                return False
            passed |= above
    return True


def give_up_rights(uid: int | None, scratch: str | None) -> None:
    """Drop every capability; given a uid, turn root into that user, who owns nothing but the scratch folder."""
    # Up to the last capability that the kernel knows; without CAP_SETPCAP none, and then no_new_privs makes up for it.
    with contextlib.suppress(OSError):
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)
    try:
        if uid is not None:
            _become(uid, scratch)
    finally:
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
        capset(struct.pack("=Ii", CAPABILITIES_VERSION_3, 0), struct.pack("=6I", *[0] * 6))


def _become(uid: int, scratch: str | None) -> None:
    if scratch is not None:
        os.chown(scratch, uid, uid, follow_symlinks=False)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def die_with_parent(parent_pid: int) -> None:
    """Let the kernel end this process with its parent; call it last, a change of user takes it back."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        # It ended before the line above: nobody is left to serve.
        os._exit(1)


def forbid_new_privileges() -> None:
    """Make programs with a setuid bit, such as sudo, give this process nothing."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory, environment and open files."""
    prctl(PR_SET_DUMPABLE, 0)
