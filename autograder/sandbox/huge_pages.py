"""Gather this process's memory in huge pages, so that it is forked, and its children end, in half the time.

A fork writes down each page of its parent, and the end of a child crosses each out: of a process with torch these are
some 40,000 of 4 kB, or a hundred of 2 MB. A page that a child writes to is copied as a small one, as ever.
"""

import contextlib
import platform
from collections.abc import Iterator

from autograder.sandbox.syscalls import ALLOWED, MACHINES, call, numbers

HUGE = 2 << 20
COLLAPSE = 25  # MADV_COLLAPSE, from Linux 6.1 on


def use_huge_pages() -> None:
    """Gather what there is by now; what the kernel has no huge page for stays as it is.

    It takes some tenths of a second, and memory that was shared with another process is this one's own afterwards.
    """
    if platform.machine() not in MACHINES:
        return
    advise = numbers(ALLOWED, platform.machine())["madvise"]
    for start, end in _list_private_memory():
        first, last = -(-start // HUGE) * HUGE, end // HUGE * HUGE
        if first < last:
            with contextlib.suppress(OSError):
                call(advise, first, last - first, COLLAPSE)


def _list_private_memory() -> Iterator[tuple[int, int]]:
    """Yield from where to where memory goes that is this process's own and of no file: [heap], and what has no name."""
    with open("/proc/self/maps") as maps:
        lines = maps.read().splitlines()
    for line in lines:
        place, rights, *_, inode = line.split(maxsplit=5)[:5]
        if rights == "rw-p" and inode == "0" and "[stack]" not in line:
            start, end = (int(part, 16) for part in place.split("-"))
            yield start, end
