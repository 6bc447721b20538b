"""Close every descriptor."""

import os


def double(x):
    os.closerange(0, 256)
    return 2 * x


os.closerange(0, 256)
