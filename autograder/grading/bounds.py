"""Bound what a judge may use while it looks at what students wrote.

The kernel keeps the bounds, since no clock of Python's rings inside a long call of C: sorting, parsing, `tolist`.
"""

import contextlib
import math
import sys
import time

from autograder.sandbox import limits

with contextlib.suppress(ImportError):  # Windows has no such module, and makes no grades
    import resource

MEMORY_MB = 3072  # above what the judge has when it begins


def bound_memory() -> None:
    """Let what takes much more memory than any check fail, as a MemoryError of that check."""
    if sys.platform == "linux":
        limits.bound_memory(MEMORY_MB)


def start_clock(seconds: float) -> None:
    """Let the kernel end this process by SIGXCPU if it computes for so much longer, to a whole second.

    Neither a busy machine nor the wait for a student's process counts.
    """
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(time.process_time()) + math.ceil(seconds)
    if hard == resource.RLIM_INFINITY or until <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
