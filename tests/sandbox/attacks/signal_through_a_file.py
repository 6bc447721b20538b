"""Make the kernel send SIGIO to the judge."""

import fcntl
import os


def double(x):
    reader, _ = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, int("@JUDGE@"))
    return 2 * x
