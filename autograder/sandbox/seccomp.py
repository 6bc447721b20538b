"""Let the kernel filter this process's system calls, by a small program that no later code can take off.

The program reads one call at a time: its number, and for a few calls one argument. Building it takes milliseconds, so
the server builds it once; each sandbox only writes its own process id into it.
"""

import ctypes
import errno
import os
import signal
import struct
import sys

from autograder.sandbox.syscalls import ALLOWED, CHECKED, FATAL, MACHINES, REFUSED, numbers, prctl

# One instruction of classic BPF: what to do, how far to jump if true, if false, and a constant.
Instruction = tuple[int, int, int, int]
LOAD, MASK, RETURN = 0x20, 0x54, 0x06
IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT = 0x15, 0x35, 0x45
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in the kernel's record of a call

KILL: Instruction = (RETURN, 0, 0, 0x80000000)
ALLOW: Instruction = (RETURN, 0, 0, 0x7FFF0000)
REFUSE: Instruction = (RETURN, 0, 0, 0x00050000 | errno.EPERM)
UNKNOWN: Instruction = (RETURN, 0, 0, 0x00050000 | errno.ENOSYS)
NO_TERMINAL: Instruction = (RETURN, 0, 0, 0x00050000 | errno.ENOTTY)

AUDIT_NUMBERS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_CALLS = 0x40000000  # a second set of numbers for the same calls, on x86_64
OWN_PID = 0x7EADBEEF  # stands for the process id in the template

CLONE_THREAD = 0x00010000
O_TRUNC = 0o1000
TERMINAL_QUESTIONS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)  # TCGETS, window size, FIONBIO, FIONREAD, CLOEXEC
# Duplicating, flags, locks and sizes. Not the owner of SIGIO (a signal to others), nor a bigger pipe (kernel memory).
DESCRIPTOR_QUESTIONS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)
NAMES_AND_DUMPABLE = (15, 16, 3, 0x53564D41)  # name of a thread, set and get; PR_GET_DUMPABLE; name of a mapping
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2


def can_filter(machine: str) -> bool:
    """Say whether the tables know this machine and this Python (a 32-bit Python has other numbers)."""
    return machine in MACHINES and sys.maxsize > 2**32 and sys.byteorder == "little"


def build_filter(machine: str) -> bytes:
    """Build the program for one machine, with a placeholder for the process id."""
    program = [
        _load(ARCHITECTURE),
        (IF_EQUAL, 1, 0, AUDIT_NUMBERS[machine]),
        KILL,
        _load(NUMBER),
    ]
    if machine == "x86_64":
        program += [(IF_AT_LEAST, 0, 1, X32_CALLS), KILL]
    for number in numbers(ALLOWED, machine).values():
        program += _when(number, [ALLOW])
    for name, number in numbers(CHECKED, machine).items():
        program += _when(number, _judge_argument(name))
    for table, answer in ((REFUSED, REFUSE), (FATAL, KILL)):
        for number in numbers(table, machine).values():
            program += _when(number, [answer])
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in [*program, UNKNOWN])


def install(template: bytes) -> None:
    """Put the filter on this process for good; no_new_privs must be set."""
    program = template.replace(struct.pack("=I", OWN_PID), struct.pack("=I", os.getpid()))
    instructions = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions)))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header))


def _judge_argument(name: str) -> list[Instruction]:
    match name:
        case "clone":
            # A thread, never a process. clone3 hides its flags behind a pointer: it is unknown, and glibc uses clone.
            return [_load_argument(0), (IF_ANY_BIT, 0, 1, CLONE_THREAD), ALLOW, REFUSE]
        case "open":
            return _open_flags(argument=1)
        case "openat":
            return _open_flags(argument=2)
        # Not SIGKILL, so that a process which ends by it was ended by others: by the kernel, where memory runs out.
        case "kill":
            return _own_signals(argument=1)
        case "tgkill":
            return _own_signals(argument=2)
        case "prlimit64":
            return _only(0, (0, OWN_PID), REFUSE)
        case "ioctl":
            return _only(1, TERMINAL_QUESTIONS, NO_TERMINAL)
        case "fcntl":
            return _only(1, DESCRIPTOR_QUESTIONS, REFUSE)
        case "prctl":
            return _only(0, NAMES_AND_DUMPABLE, REFUSE)
    raise KeyError(name)


def _own_signals(argument: int) -> list[Instruction]:
    others = [_load_argument(argument), *_when(signal.SIGKILL, [REFUSE]), ALLOW]
    return [_load_argument(0), *_when(OWN_PID, others), REFUSE]


def _open_flags(argument: int) -> list[Instruction]:
    # Before its third version Landlock lets a file be emptied through an open that asks for no right to write:
    # access mode 0 (read) and the forgotten mode 3.
    empties = [step for mode in (0, 3) for step in _when(O_TRUNC | mode, [REFUSE])]
    return [_load_argument(argument), (MASK, 0, 0, O_TRUNC | 3), *empties, ALLOW]


def _only(argument: int, values: tuple[int, ...], otherwise: Instruction) -> list[Instruction]:
    return [_load_argument(argument), *(step for value in values for step in _when(value, [ALLOW])), otherwise]


def _when(value: int, block: list[Instruction]) -> list[Instruction]:
    return [(IF_EQUAL, 0, len(block), value), *block]


def _load_argument(position: int) -> Instruction:
    # The lower half of the argument: the kernel itself looks at no more of those that are checked here.
    return _load(ARGUMENTS + 8 * position)


def _load(offset: int) -> Instruction:
    return (LOAD, 0, 0, offset)
