"""Bound what one process may use: memory, processor time, the size of a file, open files, threads."""

import contextlib
import os
import sys

with contextlib.suppress(ImportError):  # Windows has no such module; nothing below is called there
    import resource

MEGABYTE = 1 << 20
OPEN_FILES = 64
MOST_THREADS = 256
QUEUED_SIGNALS = 64


def apply(memory_mb: int, cpu_seconds: int, file_mb: int, tasks: int) -> None:
    """Lower the limits of this process; memory counts from what it has already, tasks are those of its user."""
    bound_memory(memory_mb)
    _lower(resource.RLIMIT_FSIZE, file_mb * MEGABYTE)
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_MEMLOCK, 0)
    _lower(resource.RLIMIT_MSGQUEUE, 0)
    _lower(resource.RLIMIT_SIGPENDING, QUEUED_SIGNALS)
    # Stacks may be so small that memory bounds nothing. Root is not bound: whoever waits for the process counts, too.
    _lower(resource.RLIMIT_NPROC, tasks)
    # The signal at the first limit can be ignored, the end at the second cannot.
    _lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)


def lift_time() -> None:
    """Let this process compute as long as it may: what a judge starts inherits the clock that is on its checks."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def bound_memory(more_mb: int) -> None:
    """Let this process have so much more memory than it has already."""
    mapped, data = _memory()
    # Shared mappings escape the limit on data, so the address space is limited too.
    _lower(resource.RLIMIT_AS, mapped + more_mb * MEGABYTE)
    _lower(resource.RLIMIT_DATA, data + more_mb * MEGABYTE)


def count_tasks() -> int:
    """Return how many processes and threads this process's user has."""
    count = 0
    for entry in os.scandir("/proc"):
        # Others come and go meanwhile.
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == os.geteuid():
                count += len(os.listdir(f"/proc/{entry.name}/task"))
    return count


def _lower(which: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(which)[1]
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(which, (soft, hard))


def _memory() -> tuple[int, int]:
    with open("/proc/self/statm") as counts:
        pages = [int(word) for word in counts.read().split()]
    size = resource.getpagesize()
    return pages[0] * size, pages[5] * size
