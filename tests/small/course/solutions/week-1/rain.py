"""Rain, as it was measured."""

import csv

import numpy as np


def read_rain(path: str) -> np.ndarray:
    """Return the millimetres of each day in a CSV file, shape (days,), as floats.

    >>> read_rain("measured/rain.csv")[1]
    np.float64(7.0)
    """
    with open(path, newline="") as file:
        return np.array([float(row["mm"]) for row in csv.DictReader(file)])


def wettest(millimetres: np.ndarray) -> int:
    """Return the number of the wettest day, counted from 1.

    >>> wettest(np.array([0.0, 2.0, 1.0]))
    2
    """
    return int(np.argmax(millimetres)) + 1
