"""Take priority and processors away from the judge."""

import os
import resource


def double(x):
    attempts = (
        lambda: os.setpriority(os.PRIO_PROCESS, int("@JUDGE@"), 0),
        lambda: os.sched_setaffinity(int("@JUDGE@"), {0, 1}),
        lambda: resource.prlimit(int("@JUDGE@"), resource.RLIMIT_CORE),
    )
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            continue
        return 2 * x
    return None
