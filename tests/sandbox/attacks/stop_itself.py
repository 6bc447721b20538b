"""Stop as if by Ctrl-Z."""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x
