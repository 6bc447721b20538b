"""The checks that they do not."""

import numpy
import pytest
from test_line import Probes

from autograder.checks import assert_close, exercise, points


@exercise("Line")
@pytest.mark.parametrize(("x", "y"), [(numpy.array([-1.0, 3.0]), numpy.array([2.0, 0.0]))])
class TestLineHidden(Probes):
    @points(10)
    @pytest.mark.parametrize(("rate", "steps"), [(0.1, 2)])
    def test_two_steps(self, trained):
        """two steps"""
        assert_close(trained, (-0.24, 0.4, 0.976))
