"""The checks of 01_average that students receive."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("moving_average")
class TestMovingAverage:
    @probe
    def averages(student, values, width) -> numpy.ndarray:
        return student.moving_average(values, width)

    @points(20)
    @pytest.mark.parametrize("values", [numpy.array([1.0, 2.0, 6.0, 9.0, 2.0])])
    @pytest.mark.parametrize("width", [2])
    def test_means(self, averages, values, width):
        """every {width} values that follow each other have their mean"""
        assert_close(
            averages, numpy.array([sum(values[i : i + width]) / width for i in range(len(values) - width + 1)])
        )

    @points(10)
    @pytest.mark.parametrize("values", [numpy.array([3.0, 5.0, 10.0])])
    @pytest.mark.parametrize("width", [3])
    def test_one_window(self, averages, values):
        """a width of all values gives one mean"""
        assert_close(averages, numpy.array([values.mean()]))

    @raises(ValueError)
    @points(10)
    @pytest.mark.parametrize("values", [numpy.array([3.0, 5.0])])
    @pytest.mark.parametrize("width", [3])
    def test_refuses_too_wide(self, averages):
        """a width of 3 does not fit 2 values: ValueError"""


@exercise("exponential_average")
class TestExponentialAverage:
    @probe
    def averages(student, values, share) -> numpy.ndarray:
        return student.exponential_average(values, share)

    @points(15)
    @pytest.mark.parametrize("values", [numpy.array([4.0, 0.0, 8.0, 8.0])])
    @pytest.mark.parametrize("share", [0.25])
    def test_follows(self, averages, values, share):
        """each average is {share} of its value and the rest of the average before it"""
        assert_close(averages, numpy.array([4.0, 3.0, 4.25, 5.1875]))

    @probe
    def values_afterwards(student, values, share) -> tuple[numpy.ndarray, numpy.ndarray]:
        return student.exponential_average(values, share), values

    @points(10)
    @pytest.mark.parametrize("values", [numpy.array([2.0, 6.0])])
    @pytest.mark.parametrize("share", [0.5])
    def test_leaves_values(self, values_afterwards, values):
        """the result is right, and the values stay as they are"""
        assert_close(values_afterwards, (numpy.array([2.0, 4.0]), values))
