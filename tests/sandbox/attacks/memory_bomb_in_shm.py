"""Take memory as a shared file."""

import os


def double(x):
    with open(f"/dev/shm/autograder-attack-{os.getpid()}", "wb") as file:
        file.write(bytes(1 << 10))
    return 2 * x
