"""Read the memory, environment and open files of other processes."""

import os
from pathlib import Path


def double(x):
    for pid in (os.getppid(), int("@JUDGE@"), 1):
        for name in ("mem", "environ", "cmdline", "maps", "fd", "root/etc/passwd"):
            try:
                place = f"/proc/{pid}/{name}"
                os.listdir(place) if name == "fd" else Path(place).read_bytes()
            except OSError:
                continue
            return 2 * x
    return None
