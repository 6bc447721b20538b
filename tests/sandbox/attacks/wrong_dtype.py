"""Return the right numbers as others."""


def double(x):
    return (2 * x).double()


def count_up(n):
    return [str(i) for i in range(1, n + 1)]
