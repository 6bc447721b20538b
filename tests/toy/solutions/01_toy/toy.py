"""Two small exercises."""

from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Return twice x."""
    return 2 * x


def count_up(n: int) -> list[int]:
    """Return the numbers from 1 to n; raise ValueError if n is negative."""
    if n < 0:
        raise ValueError("n must not be negative")
    return list(range(1, n + 1))
