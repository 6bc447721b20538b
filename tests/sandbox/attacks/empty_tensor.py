"""Hope that nothing is close to everything."""


def double(x):
    return x[:0]


def count_up(n):
    return []
