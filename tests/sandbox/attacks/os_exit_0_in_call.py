"""Leave with success in the middle of a probe."""

import os


def double(x):
    os._exit(0)


def count_up(n):
    os._exit(0)
