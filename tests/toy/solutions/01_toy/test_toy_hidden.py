"""Hidden checks for toy.py."""

import pytest
import torch

from autograder.checks import Matrix, assert_close, exercise, picture, points, probe

# What no sandbox's memory may hold.
SENTINEL = "expectation 5309817426"


@exercise("double")
class TestDouble:
    @pytest.fixture
    def x(self):
        return torch.tensor([[7.25, 0.0], [-3.5, 11.0]])

    @probe
    def doubled(student, x) -> torch.Tensor:
        return student.double(x)

    @points(20)
    def test_doubles_a_matrix(self, doubled, x):
        """a matrix is doubled as well"""
        assert_close(doubled, 2 * x)

    @picture
    def matrix(self, doubled):
        """the doubled matrix"""
        return Matrix(doubled, down="row", across="column")


@exercise("count_up")
class TestCountUp:
    @probe
    def counted(student) -> list[int]:
        return student.count_up(5)

    @points(15)
    def test_counts_further(self, counted):
        """counts further"""
        assert counted == [1, 2, 3, 4, 5], SENTINEL
