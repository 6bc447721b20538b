"""The checks that they do not."""

import pytest
from test_shapes import TRIANGLE, Probes, area

from autograder.checks import assert_close, exercise, points


@exercise("area")
class TestAreaHidden(Probes):
    @points(6)
    @pytest.mark.parametrize("corners", [TRIANGLE])
    def test_triangle(self, size):
        """a triangle"""
        assert_close(size, 1.5)


@exercise("describe", builds_on=[area])
class TestDescribeHidden(Probes):
    @points(6)
    @pytest.mark.parametrize("corners", [TRIANGLE])
    def test_triangle(self, words):
        """a triangle in words"""
        assert words == "3 corners around 1.50"
