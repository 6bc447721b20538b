"""Write where nothing may be written, and more than there is room for where something may."""

import os
import tempfile

OWN = os.getcwd()


def is_full():
    try:
        for number in range(100):
            with open(os.path.join(OWN, str(number)), "wb") as file:
                file.write(bytes(15 << 20))
    except OSError:
        return True
    return False


def double(x):
    places = ["@WATCHED@", "@WATCHED@/home", "/tmp", "/var/tmp", "/dev/shm", "/run", os.path.dirname(OWN)]
    for place in [*places, *(set(filter(os.path.isabs, os.environ.values())) - {OWN})]:
        try:
            with tempfile.NamedTemporaryFile(dir=place) as file:
                file.write(bytes(1 << 20))
        except (OSError, ValueError):
            continue
        return 2 * x
    return None if is_full() else 2 * x
