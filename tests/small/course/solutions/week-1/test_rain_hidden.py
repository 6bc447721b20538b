"""The checks that they do not: the same on other inputs."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, points, probe


@exercise("read_rain")
class TestReadRainHidden:
    @probe
    def rain_of(student, text, scratch) -> numpy.ndarray:
        import os

        path = os.path.join(scratch, "rain.csv")
        with open(path, "w") as file:
            file.write(text)
        return student.read_rain(path)

    @points(3)
    @pytest.mark.parametrize("text", ["mm,day\n4,1\n2,2\n"])
    def test_other_columns(self, rain_of):
        """columns in another order"""
        assert_close(rain_of, numpy.array([4.0, 2.0]))


@exercise("wettest")
class TestWettestHidden:
    @probe
    def day(student, rain) -> int:
        return student.wettest(rain)

    @points(1)
    @pytest.mark.parametrize("rain", [numpy.array([5.0, 2.0])])
    def test_first(self, day):
        """the first day may be the wettest"""
        assert day == 1
