"""Return numbers of thousands of digits."""


def double(x):
    return 10**5000


def count_up(n):
    return [10**4200, 1, 2]
