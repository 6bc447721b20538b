"""Shapes in words."""

import numpy as np
from shapes import area


def describe(corners: np.ndarray) -> str:
    """Return the number of corners and the area of a shape, in words.

    >>> describe(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]))
    '3 corners around 2.00'
    """
    return f"{len(corners)} corners around {area(corners):.2f}"
