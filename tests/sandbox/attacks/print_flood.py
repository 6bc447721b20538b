"""Print without end."""

import os

piece = b"flood " * 10000


def double(x):
    while True:
        os.write(1, piece)
