"""Write wherever anything can be written."""

import os
import tempfile


def double(x):
    places = ["@WATCHED@", "@WATCHED@/home", "/tmp", "/var/tmp", "/dev/shm", "/run", ".", os.path.expanduser("~")]
    for place in [*places, *os.environ.values()]:
        try:
            with tempfile.NamedTemporaryFile(dir=place) as file:
                file.write(bytes(1 << 20))
        except (OSError, ValueError):
            continue
        return 2 * x
    return None
