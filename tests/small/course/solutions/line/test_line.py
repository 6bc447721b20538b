"""The checks that students receive."""

import numpy
import pytest

from autograder.checks import assert_close, exercise, points, probe

X, Y = numpy.array([0.0, 1.0, 2.0]), numpy.array([1.0, 3.0, 5.0])


class Probes:
    @probe
    def trained(student, x, y, rate, steps) -> tuple[float, float, float]:
        line = student.Line()
        error = line.train(x, y, rate, steps)
        return float(line.slope), float(line.start), float(error)


@exercise("Line")
@pytest.mark.parametrize(("x", "y"), [(X, Y)])
class TestLine(Probes):
    @points(10)
    @pytest.mark.parametrize(("rate", "steps"), [(0.1, 1)])
    def test_one_step(self, trained):
        """one step"""
        assert_close(trained, (26 / 30, 0.6, float(((26 / 30 * X + 0.6 - Y) ** 2).mean())))

    @points(10)
    @pytest.mark.parametrize(("rate", "steps"), [(0.2, 400)])
    def test_arrives(self, trained):
        """many steps arrive at the line"""
        assert_close(trained, (2.0, 1.0, 0.0))
