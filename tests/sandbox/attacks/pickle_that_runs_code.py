"""Return an object that runs a program wherever it is unpickled."""

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("echo gotcha > @WATCHED@/pickle",)


def double(x):
    return Bomb()


def count_up(n):
    return [Bomb()]
