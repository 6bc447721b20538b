"""Give a process that was just forked its own descriptors and streams, and none of those that it was forked with."""

import fcntl
import os
import sys
from collections.abc import Collection, Sequence
from itertools import pairwise

LAST_DESCRIPTOR = 4096
STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}  # by descriptor: 0, 1, 2


def place(received: Sequence[int], targets: Collection[int]) -> None:
    """Give received descriptors the numbers of `targets`, one each; keep the three of the streams, close all others."""
    # First above their final places, then down to them: no descriptor may overwrite another.
    above = max(targets, default=2) + 1
    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, max(above, 3)) for fd in received]
    for source, target in zip(moved, targets, strict=True):
        os.dup2(source, target)
    for before, after in pairwise(sorted({0, 1, 2, *targets, LAST_DESCRIPTOR})):
        os.closerange(before + 1, after)


def renew_streams(*, buffering: int = -1) -> None:
    """Replace Python's streams: those of before remember what they were opened on, such as a position in a file."""
    for fd, (name, mode) in enumerate(STREAMS.items()):
        new = os.fdopen(fd, mode, buffering, encoding="utf-8", errors="backslashreplace", closefd=False)
        setattr(sys, name, new)
