"""Checks of the search through a grid."""

import numpy
import pytest
import torch
from test_selection import as_pairs

from autograder.checks import exercise, helper, points, probe, raises


@helper
def as_triple(given):
    """Return what came back as three parts, whatever they unpack from, the third a list of pairs if it gives any."""
    known = (dict, str, torch.Tensor, numpy.ndarray, type(None))
    parts = given if isinstance(given, known) or not hasattr(given, "__iter__") else tuple(given)
    if not isinstance(parts, tuple) or len(parts) != 3 or isinstance(parts[2], known):
        return parts
    return *parts[:2], as_pairs(list(parts[2]) if hasattr(parts[2], "__iter__") else parts[2])


class GridSearchProbes:
    @probe
    def found(student, grid) -> tuple | list:
        return as_triple(student.grid_search(grid, lambda hidden_size, lr: lr - abs(hidden_size - 5)))

    @probe
    def best_and_grid(student, grid) -> dict:
        best, *_ = student.grid_search(grid, lambda hidden_size, lr: lr - abs(hidden_size - 5))
        return {"best": best, "grid": grid}


@exercise("grid_search")
class TestGridSearch(GridSearchProbes):
    @pytest.fixture
    def grid(self):
        return {"lr": [0.25, 0.5, 0.125], "hidden_size": [2, 6, 8]}

    @points(4)
    def test_best_params(self, found):
        """the first result is the combination with the largest lr - |hidden_size - 5|"""
        assert found[0] == {"hidden_size": 6, "lr": 0.5}

    @points(3)
    def test_best_score(self, found):
        """the second is its score"""
        assert found[1] == -0.5

    @points(4)
    def test_results(self, found, grid):
        """the third lists all combinations with their scores, in the order of itertools.product"""
        assert [(params, score) for params, score in found[2]] == [
            ({"lr": lr, "hidden_size": hidden_size}, lr - abs(hidden_size - 5))
            for lr in grid["lr"]
            for hidden_size in grid["hidden_size"]
        ]

    @pytest.mark.parametrize("grid", [pytest.param({"hidden_size": [2, 6, 4], "lr": [0.5]}, id="equals")])
    @points(2)
    def test_first_of_equals(self, found):
        """of equally good combinations the first wins"""
        assert found[0] == {"hidden_size": 6, "lr": 0.5}

    @points(1)
    def test_grid_stays(self, best_and_grid, grid):
        """the grid stays as it is while its best combination is found"""
        assert best_and_grid == {"best": {"hidden_size": 6, "lr": 0.5}, "grid": grid}

    @raises(ValueError)
    @pytest.mark.parametrize("grid", [{}, {"hidden_size": [2, 8], "lr": []}], ids=["empty", "empty list"])
    @points(1)
    def test_nothing_to_try(self, found):
        """the grid {grid} raises ValueError"""
