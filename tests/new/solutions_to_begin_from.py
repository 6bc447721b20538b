"""Solutions that assignments are begun from."""

BOXES = '''\ufeff"""Boxes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import overload

from boxes_more import half


class Colour(enum.Enum):
    RED = 1


@dataclass
class Box:
    width: float
    height: float = 1.0

    @property
    def area(self) -> float:
        return self.width * self.height


async def fetch(values, *, times):
    return [value * times for value in values]


def count(stop):
    yield from range(stop)


@overload
def say(text: str) -> str: ...
def say(text):
    """Say it.

    >>> say("a")
    'a!'
    """
    return open("boxes.txt").read() + text + "!"


def total(*values, result, scale=1):
    """Add.

    >>> total(1, 2, result=3)
    [array([6.])]
    """
    return [sum(values) + result * scale]
'''


MOMENTS = '''"""Moments."""

from __future__ import annotations

from typing import Optional

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHARE = 0.5


def scale(values: Array, *, by: float = 2.0) -> Optional[Array]:
    """Scale.

    >>> # By three.
    >>> unused = 1; values = np.array([1.0, 2.0])
    >>> scale(values, by=3.0)
    array([3., 6.])
    >>> scale(values)
    array([2., 4.])
    >>> scale(np.array([]))
    Traceback (most recent call last):
        ...
    ValueError: no values
    """
    if not len(values):
        raise ValueError("no values")
    return values * by


def draw(values: Array, rule: object = np.mean, share: float = SHARE) -> Array:
    """Draw.

    >>> drawn = draw(
    ...     np.array([1.0, 2.0]),
    ...     np.mean,
    ... )
    >>> drawn.shape
    (1,)
    """
    return np.array([rule(values)])


class Running:
    """A mean.

    >>> running = Running()
    >>> running.add(2.0)
    >>> running.mean
    2.0
    >>> print(running.twice())
    4.0
    >>> for number in range(2):
    ...     print(running.twice() + number)
    4.0
    5.0
    """

    def __init__(self) -> None:
        self.values: list[float] = []

    def add(self, value: float) -> None:
        self.values.append(value)

    @property
    def mean(self) -> float:
        return sum(self.values) / len(self.values)

    def twice(self) -> float:
        return 2 * self.mean

    def window(self, width: int) -> "list[Running] | Array":
        return self.values[-width:]
'''


TRAINING = """# From the lecture.
import sys

import torch
from torch import nn

torch.manual_seed(0)
STEPS = 3
start = 0.5


class Net(nn.Module):
    def __init__(self, width, bias=True):
        super().__init__()
        self.fc = nn.Linear(width, 1, bias)

    def loss(self, x, y):
        return ((self(x) - y) ** 2).mean()

    def forward(self, x):
        return self.fc(x)


class Mean:
    def fit(self, x):
        self.mean = x.mean() + start

    def predict(self, x):
        return self.mean


def train(model, x, steps=10):
    return [model(x).sum() for _ in range(steps)]


def centre(values):
    values -= values.mean()


print(train(Net(2), torch.ones(2)), file=sys.stderr)
if __name__ == "__main__":
    x = 1
"""
