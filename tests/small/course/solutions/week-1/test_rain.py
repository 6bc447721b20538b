"""The checks that students receive."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, points, probe


@exercise("read_rain")
class TestReadRain:
    @probe
    def rain(student, name) -> numpy.ndarray:
        return student.read_rain(name)

    @points(6)
    @pytest.mark.parametrize("name", ["measured/rain.csv"])
    def test_reads(self, rain):
        """the millimetres of each day"""
        assert_close(rain, numpy.array([0.5, 7.0, 0.0, 3.5]))


@exercise("wettest")
class TestWettest:
    @probe
    def day(student, rain) -> int:
        return student.wettest(rain)

    @points(2)
    @pytest.mark.parametrize("rain", [numpy.array([1.0, 2.0, 9.0, 0.0])])
    def test_wettest(self, day):
        """days are counted from 1"""
        assert day == 3
