"""Fork."""

import os


def double(x):
    if os.fork() == 0:
        os._exit(0)
    return 2 * x
