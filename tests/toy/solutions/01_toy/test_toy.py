"""Checks for toy.py."""

import pytest
import torch

from autograder.checks import Curves, assert_close, exercise, picture, points, probe, raises


@exercise("double")
class TestDouble:
    @pytest.fixture
    def x(self):
        return torch.tensor([1.5, -0.5])

    @probe
    def doubled(student, x) -> torch.Tensor:
        return student.double(x)

    @points(40)
    def test_doubles(self, doubled, x):
        """every number is doubled"""
        assert_close(doubled, 2 * x)

    @picture
    def numbers(self, doubled, x):
        """each number and its double"""
        return Curves({"yours": doubled, "right": 2 * x}, across="number", up="double")


@exercise("count_up")
class TestCountUp:
    @pytest.fixture
    def n(self):
        return 3

    @probe
    def counted(student, n) -> list[int]:
        return student.count_up(n)

    @points(20)
    def test_counts(self, counted):
        """counts from 1"""
        assert counted == [1, 2, 3]

    @raises(ValueError)
    @points(5)
    @pytest.mark.parametrize("n", [-1])
    def test_refuses(self, counted):
        """a negative number is refused"""
