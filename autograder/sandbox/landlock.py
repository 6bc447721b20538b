"""Leave this process a few folders to read and at most one to write, by Landlock, which needs no rights to set up.

Landlock came in versions (ABI 1 in Linux 5.13). A right that an old version does not know stays open there; the seccomp
filter closes each of them as well, so version 1 is enough when both hold.
"""

import ctypes
import enum
import os
import stat
import struct
import sys
import sysconfig

from autograder.sandbox.syscalls import call

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1
TCP_BIND_AND_CONNECT, SOCKETS_AND_SIGNALS = 3, 3


class Right(enum.IntFlag):
    """What Landlock can take away from files and folders."""

    EXECUTE = enum.auto()
    WRITE_FILE = enum.auto()
    READ_FILE = enum.auto()
    READ_FOLDER = enum.auto()
    REMOVE_FOLDER = enum.auto()
    REMOVE_FILE = enum.auto()
    MAKE_CHARACTER_DEVICE = enum.auto()
    MAKE_FOLDER = enum.auto()
    MAKE_FILE = enum.auto()
    MAKE_SOCKET = enum.auto()
    MAKE_FIFO = enum.auto()
    MAKE_BLOCK_DEVICE = enum.auto()
    MAKE_LINK = enum.auto()
    REFER = enum.auto()
    TRUNCATE = enum.auto()
    DEVICE_CONTROL = enum.auto()


KNOWN_FROM = {Right.REFER: 2, Right.TRUNCATE: 3, Right.DEVICE_CONTROL: 5}
READ = Right.READ_FILE | Right.READ_FOLDER
WRITE = Right.WRITE_FILE | Right.TRUNCATE
# No links, sockets or devices: what a later cleaner of the folder meets is files and folders.
KEEP = READ | WRITE | Right.MAKE_FILE | Right.MAKE_FOLDER | Right.REMOVE_FILE | Right.REMOVE_FOLDER
ON_FILES = Right.READ_FILE | WRITE

# What the C library, the time zone and the count of processors are read from. Of /proc, a process sees only its own
# size and state: /proc/self leads to the connections and mounts of the whole machine as well.
SYSTEM_PATHS = (
    "/dev/urandom",
    "/dev/zero",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/lib",
    "/lib64",
    "/proc/self/maps",
    "/proc/self/stat",
    "/proc/self/statm",
    "/proc/self/status",
    "/sys/devices/system/cpu",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
)


def abi() -> int:
    """Return the version of Landlock in this kernel, 0 where there is none."""
    try:
        return call(CREATE_RULESET, 0, 0, ASK_VERSION)
    except OSError:
        return 0


def library_folders() -> tuple[str, ...]:
    """Return the folders of Python's own and installed libraries.

    Other folders of sys.path stay closed: the grader's own checkout, with the solutions, is one of them when it is
    installed for development.
    """
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders |= {os.path.join(prefix, name) for prefix in (sys.prefix, sys.base_prefix) for name in ("lib", "lib64")}
    folders |= {entry for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")}
    real = {os.path.realpath(folder) for folder in folders if os.path.isdir(folder)}
    return tuple(sorted(folder for folder in real if not any(folder.startswith(other + os.sep) for other in real)))


def restrict(version: int, libraries: tuple[str, ...], scratch: str | None) -> None:
    """Close every file of the machine but these to this process for good; no_new_privs must be set."""
    known = Right(sum(right for right in Right if KNOWN_FROM.get(right, 1) <= version))
    # With a version that knows them: no TCP, no abstract sockets of others, no signals to others.
    networks = TCP_BIND_AND_CONNECT if version >= 4 else 0
    scopes = SOCKETS_AND_SIGNALS if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    handled = ctypes.create_string_buffer(struct.pack("=QQQ", known, networks, scopes))
    ruleset = call(CREATE_RULESET, ctypes.addressof(handled), size, 0)
    for path in (*libraries, *SYSTEM_PATHS):
        _allow(ruleset, path, READ & known)
    _allow(ruleset, "/dev/null", (READ | WRITE) & known)
    if scratch is not None:
        _allow(ruleset, scratch, KEEP & known)
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: Right) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # Not every system has every path, and what is missing needs no rule.
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= ON_FILES
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
    call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.addressof(rule), 0)
    os.close(place)
