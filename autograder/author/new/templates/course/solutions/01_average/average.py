"""Averages that move along a series of measurements."""

import numpy as np


def moving_average(values: np.ndarray, width: int) -> np.ndarray:
    """Return the mean of every `width` values that follow each other.

    Of n values, shape (n,), there are n - width + 1 such means; they are floats. Raise ValueError unless width is at
    least 1 and at most n.

    >>> moving_average(np.array([1.0, 2.0, 6.0]), 2)
    array([1.5, 4. ])
    """
    if not 1 <= width <= len(values):
        raise ValueError(f"a width of {width} does not fit {len(values)} values")
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return (sums[width:] - sums[:-width]) / width


def exponential_average(values: np.ndarray, share: float) -> np.ndarray:
    """Return averages that follow the values and forget them slowly.

    The first is the first value; each later one is `share` of its value and the rest of the average before it. The
    values, shape (n,) with n at least 1, stay as they are; the result has the same shape and holds floats.

    >>> exponential_average(np.array([4.0, 0.0, 8.0]), 0.5)
    array([4., 2., 5.])
    """
    averages = np.array(values, dtype=float)
    for t in range(1, len(averages)):
        averages[t] = share * averages[t] + (1 - share) * averages[t - 1]
    return averages
