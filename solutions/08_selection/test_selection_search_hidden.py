"""Checks of the search through a grid that students do not receive."""

import itertools

import pytest
from test_selection_search import as_triple

from autograder.checks import exercise, points, probe


@exercise("grid_search")
class TestGridSearchHidden:
    @pytest.fixture
    def grid(self):
        return {"layers": [[8, 4, 2], [4, 3, 2, 1]], "bias": [True, False], "depth": [0, 9]}

    @probe
    def found(student, grid) -> tuple | list:
        def score(layers, bias, depth):
            return (len(layers) * depth - 20 * bias) / 7

        return as_triple(student.grid_search(grid, score))

    @points(4)
    def test_results(self, found, grid):
        """three parameters of any kind, lists too, are tried in the order of itertools.product"""
        combinations = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]

        assert [(params, score) for params, score in found[2]] == [
            (params, (len(params["layers"]) * params["depth"] - 20 * params["bias"]) / 7) for params in combinations
        ]

    @pytest.mark.parametrize(
        ("what", "grid", "best"),
        [
            (
                "the best combination of three parameters is found, with its score",
                {"layers": [[8, 4, 2], [4, 3, 2, 1]], "bias": [True, False], "depth": [0, 9]},
                [{"layers": [4, 3, 2, 1], "bias": False, "depth": 9}, 36 / 7],
            ),
            (
                "the best combination is found even where its score is 0",
                {"layers": [[8, 4, 2]], "bias": [False, True], "depth": [0]},
                [{"layers": [8, 4, 2], "bias": False, "depth": 0}, 0],
            ),
        ],
        ids=["36", "0"],
    )
    @points(1)
    def test_best(self, found, best, what):
        """{what}"""
        assert list(found[:2]) == best

    @pytest.mark.parametrize("grid", [{"layers": [[8, 4, 2]], "bias": [True], "depth": [-(10**9)]}])
    @points(1)
    def test_single_combination(self, found, grid):
        """a single combination is the best one, however bad its score"""
        assert list(found[:2]) == [{"layers": [8, 4, 2], "bias": True, "depth": -(10**9)}, (-3 * 10**9 - 20) / 7]

    @probe
    def tried(student) -> list:
        tried = []
        for grid in ({"a": [1, 2], "b": [], "c": [3]}, {"a": []}, {"a": [7], "b": [8]}):
            try:
                student.grid_search(grid, lambda **params: tried.append(params) or 1.0)
            except ValueError:
                tried.append("ValueError")
        return tried

    @points(2)
    def test_nothing_to_try(self, tried):
        """a grid with an empty list anywhere raises ValueError before anything is scored"""
        assert tried == ["ValueError", "ValueError", {"a": 7, "b": 8}]
