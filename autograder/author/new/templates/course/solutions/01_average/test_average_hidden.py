"""The checks of 01_average that students do not receive: the same ideas on other inputs."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("moving_average")
class TestMovingAverageHidden:
    @probe
    def averages(student, values, width) -> numpy.ndarray:
        return student.moving_average(values, width)

    @points(10)
    @pytest.mark.parametrize("values", [numpy.array([5, 1, 0, 7, 7, 4])])
    @pytest.mark.parametrize("width", [4])
    def test_whole_numbers(self, averages):
        """whole numbers have means that are floats"""
        assert_close(averages, numpy.array([3.25, 3.75, 4.5]))

    @points(5)
    @pytest.mark.parametrize("values", [numpy.array([2.0, -3.0])])
    @pytest.mark.parametrize("width", [1])
    def test_width_of_one(self, averages, values):
        """a width of 1 gives the values themselves"""
        assert_close(averages, values)

    @raises(ValueError)
    @points(5)
    @pytest.mark.parametrize("values", [numpy.array([3.0, 5.0])])
    @pytest.mark.parametrize("width", [-1])
    def test_refuses_negative(self, averages):
        """a width of -1 is none: ValueError"""


@exercise("exponential_average")
class TestExponentialAverageHidden:
    @probe
    def averages(student, values, share) -> numpy.ndarray:
        return student.exponential_average(values, share)

    @points(15)
    @pytest.mark.parametrize("values", [numpy.array([10, 0, 5])])
    @pytest.mark.parametrize("share", [0.9])
    def test_whole_numbers(self, averages):
        """whole numbers have averages that are floats"""
        assert_close(averages, numpy.array([10.0, 1.0, 4.6]))
