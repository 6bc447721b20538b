"""Leave a process behind that outlives the grading."""

import os
import time

child = os.fork()
if child == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(0.2)
        open("@WATCHED@/daemon", "w").close()
    os._exit(0)


def double(x):
    return 2 * x if child else None
