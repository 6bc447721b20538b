"""Shapes by their corners."""

import numpy as np


def _pairs(corners):
    return zip(corners, np.roll(corners, -1, axis=0), strict=True)


def area(corners: np.ndarray) -> float:
    """Return the area inside corners, shape (n, 2), that are listed against the clock.

    >>> area(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]))
    2.0
    """
    return float(sum(a[0] * b[1] - a[1] * b[0] for a, b in _pairs(corners))) / 2
