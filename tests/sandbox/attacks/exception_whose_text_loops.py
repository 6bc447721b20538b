"""Raise an exception that takes for ever to describe."""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Endless
