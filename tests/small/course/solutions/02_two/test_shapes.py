"""The checks that students receive."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, helper, points, probe

SQUARE = numpy.array([[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0]])
TRIANGLE = numpy.array([[0.0, 0.0], [3.0, 0.0], [0.0, 1.0]])


@helper
def area(corners):
    total = 0.0
    for a, b in zip(corners, numpy.roll(corners, -1, axis=0)):  # noqa: B905
        total += a[0] * b[1] - a[1] * b[0]
    return total / 2


class Probes:
    @probe
    def size(student, corners) -> float:
        return student.area(corners)

    @probe
    def words(student, corners) -> str:
        return student.describe(corners)


@exercise("area")
class TestArea(Probes):
    @points(14)
    @pytest.mark.parametrize("corners", [SQUARE])
    def test_square(self, size):
        """a square of side 2"""
        assert_close(size, 4.0)


@exercise("describe", builds_on=[area])
class TestDescribe(Probes):
    @points(14)
    @pytest.mark.parametrize("corners", [SQUARE])
    def test_square(self, words):
        """a square in words"""
        assert words == "4 corners around 4.00"
