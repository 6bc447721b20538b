"""Send signals to the judge, the server and everybody."""

import os
import signal


def double(x):
    for pid in (os.getppid(), int("@JUDGE@"), 0, -1):
        try:
            os.kill(pid, signal.SIGCONT)
        except PermissionError:
            continue
        return 2 * x
    return None
