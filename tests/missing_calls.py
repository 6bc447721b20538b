"""Take system calls away, as from an old kernel or in a strict container."""

import ctypes
import errno
import struct
from collections.abc import Iterable

from autograder.sandbox.seccomp import ALLOW, IF_EQUAL, NUMBER, PR_SET_SECCOMP, RETURN, SECCOMP_MODE_FILTER, _load
from autograder.sandbox.syscalls import prctl

PR_SET_NO_NEW_PRIVS = 38
MISSING = (RETURN, 0, 0, 0x00050000 | errno.ENOSYS)


def hide_calls(numbers: Iterable[int]) -> None:
    """Answer these calls of this thread, and of all that it starts, "no such system call"."""
    program = [_load(NUMBER)]
    for number in numbers:
        program += [(IF_EQUAL, 0, 1, number), MISSING]
    data = b"".join(struct.pack("=HBBI", *instruction) for instruction in [*program, ALLOW])
    instructions = ctypes.create_string_buffer(data, len(data))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(data) // 8, ctypes.addressof(instructions)))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))
