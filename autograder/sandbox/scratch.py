"""Give every sandbox a small folder of its own, in which writing works as at home.

Where the server may mount, the folders are file systems in memory of a fixed size, which nobody but the server and its
sandboxes sees. Elsewhere they are plain folders, and the server ends a sandbox that has filled its own. A folder is
emptied when its sandbox has ended, and then serves the next.
"""

import contextlib
import ctypes
import os
import platform
import secrets
import shutil
import sys
from collections.abc import Mapping
from itertools import count

from autograder.sandbox.syscalls import REFUSED, call, numbers

SIZE_MB = 64
ENTRIES = 1000
# What programs keep their files by.
CACHES = ("HOME", "TMPDIR", "MPLCONFIGDIR", "TORCH_HOME", "TORCHINDUCTOR_CACHE_DIR", "XDG_CACHE_HOME")

NEW_MOUNTS, NEW_USERS = 0x20000, 0x10000000
RECURSIVE, FROM_THE_MACHINE = 1 << 14, 1 << 19  # the machine's mounts arrive here, ours stay here
FILES_ALONE = 2 | 4 | 8  # no setuid bits, no devices, no programs
EVEN_IF_BUSY = 2


class ScratchFolders:
    """The folders of one server, inside its own."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._all: list[str] = []
        self._free: list[str] = []
        self.bounded = _enter_mounts()
        # A sandbox with a user of its own passes through, and sees no names.
        os.chmod(place, 0o711)

    def take(self) -> str:
        """Return an empty folder that no other sandbox has."""
        if self._free:
            return self._free.pop()
        folder = os.path.join(self._place, f"scratch-{len(self._all)}")
        os.mkdir(folder, 0o700)
        self._all.append(folder)
        if self.bounded:
            _mount(folder, "tmpfs", FILES_ALONE, f"size={SIZE_MB}m,nr_inodes={ENTRIES},mode=700")
        return folder

    def give_back(self, folder: str) -> None:
        """Take a folder back whose sandbox has ended; one that cannot be emptied just now serves nobody any more."""
        with contextlib.suppress(OSError):
            empty(folder)
            self._free.append(folder)

    def give_back_unused(self, folder: str) -> None:
        """Take a folder back that no sandbox has seen."""
        self._free.append(folder)

    def close(self) -> None:
        """Leave nothing in the way of removing the server's folder."""
        if self.bounded:
            for folder in self._all:
                # Whoever asked for the server may be removing them, too.
                with contextlib.suppress(OSError):
                    _unmount(folder)
        else:
            remove(self._place)


def bring(data: Mapping[str, str], folder: str) -> None:
    """Copy files of the course into a folder, each under its path there, for whoever will own the folder to read."""
    for name, path in data.items():
        place = os.path.join(folder, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        shutil.copyfile(path, place)
        os.chmod(place, 0o644)
        while (place := os.path.dirname(place)) != folder:
            os.chmod(place, 0o755)


def remove(folder: str) -> None:
    """Remove a folder with all that is in it, as far as that is possible."""
    with contextlib.suppress(OSError):
        empty(folder)
        os.rmdir(folder)


def empty(folder: str) -> None:
    """Remove all that is in a folder, level by level: however deep it is, nobody runs out of stack or of path."""
    name = secrets.token_hex(8)
    numbers = count()
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in os.listdir(entry.path):
                os.rename(os.path.join(entry.path, inner), os.path.join(folder, f"{name}-{next(numbers)}"))
            os.rmdir(entry.path)


def is_full(folder: str) -> bool:
    """Say whether more is in a folder than may be, or what cannot be looked at."""
    entries = size = 0
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as found:
                for entry in found:
                    entries += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    if entries > ENTRIES or size > SIZE_MB << 20:
                        return True
        # Removed meanwhile.
        except FileNotFoundError:
            continue
        # Closed, or too deep for a path.
        except OSError:
            return True
    return False


def _enter_mounts() -> bool:
    """Give this process mounts of its own, if it may have them, as root or as root of its own users; say whether."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        return False
    # Tried out by another process: halfway, there is no way back.
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(OSError):
            _separate()
            _mount("/", "tmpfs", 0, "size=1m")
            status = 0
        os._exit(status)
    if os.waitpid(child, 0)[1] != 0:
        return False
    _separate()
    return True


def _separate() -> None:
    user, group = os.geteuid(), os.getegid()
    unshare = numbers(REFUSED, platform.machine())["unshare"]
    if user == 0:
        call(unshare, NEW_MOUNTS)
    else:
        call(unshare, NEW_USERS | NEW_MOUNTS)
        for name, text in (("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    _mount("/", "none", RECURSIVE | FROM_THE_MACHINE, "")


def _mount(folder: str, kind: str, flags: int, options: str) -> None:
    texts = [ctypes.create_string_buffer(text.encode()) for text in (kind, folder, kind, options)]
    source, target, system, data = map(ctypes.addressof, texts)
    call(numbers(REFUSED, platform.machine())["mount"], source, target, system, flags, data)


def _unmount(folder: str) -> None:
    text = ctypes.create_string_buffer(folder.encode())
    call(numbers(REFUSED, platform.machine())["umount2"], ctypes.addressof(text), EVEN_IF_BUSY)
