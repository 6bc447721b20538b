"""Take memory as bytes."""

hoard = []


def double(x):
    for _ in range(64):
        hoard.append(bytearray(1 << 28))
    return 2 * x
