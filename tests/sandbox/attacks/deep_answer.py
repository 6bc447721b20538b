"""Return lists in lists in lists."""


def nest(depth):
    inner = []
    for _ in range(depth):
        inner = [inner]
    return inner


def double(x):
    return nest(300)


def count_up(n):
    return nest(480)
