"""Start a program."""

import os

child = os.posix_spawn("/bin/sh", ["sh", "-c", "echo gotcha > @WATCHED@/shell"], {})
os.waitpid(child, 0)


def double(x):
    return 2 * x if child else None
