"""A line through points, found step by step."""

import numpy as np
from sklearn.metrics import mean_squared_error


class Line:
    """A line y = slope * x + start that is trained by gradient descent."""

    def __init__(self):
        self.slope, self.start = 0.0, 0.0

    def train(self, x: np.ndarray, y: np.ndarray, rate: float, steps: int) -> float:
        """Walk `steps` times down the slope of the mean squared error, and return that error at the end.

        >>> Line().train(np.array([0.0, 1.0]), np.array([1.0, 1.0]), 0.5, 0)
        1.0
        """
        for _ in range(steps):
            off = self.slope * x + self.start - y
            self.slope -= rate * 2 * float((off * x).mean())
            self.start -= rate * 2 * float(off.mean())
        return float(mean_squared_error(y, self.slope * x + self.start))
