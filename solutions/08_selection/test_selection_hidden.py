"""Checks for selection.py that students do not receive."""

import itertools

import pytest
import torch
from test_selection import (
    CrossValidateProbes,
    KFoldProbes,
    StandardizeProbes,
    as_pairs,
    as_triple,
    assert_accuracies,
    assert_standardized,
    assert_trained,
    partition,
    three_groups,
    waves,
)

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("k_fold_indices")
class TestKFoldIndicesHidden(KFoldProbes):
    @pytest.fixture
    def n(self):
        return 50

    @pytest.fixture
    def k(self):
        return 7

    @points(2)
    def test_many_samples(self, folds, n):
        """50 samples in 7 parts are all validated once, and trained on otherwise"""
        assert sorted(torch.cat([validation for _, validation in folds]).tolist()) == list(range(n))
        assert [sorted(torch.cat(pair).tolist()) for pair in folds] == [list(range(n))] * 7

    @pytest.mark.parametrize(("n", "k"), [(13, 5)])
    @points(2)
    def test_sizes(self, folds):
        """13 samples in 5 parts are 3, 3, 3, 2 and 2"""
        assert sorted((len(validation) for _, validation in folds), reverse=True) == [3, 3, 3, 2, 2]

    @pytest.mark.parametrize(("n", "k"), [(5, 2)])
    @points(1)
    def test_two_parts(self, folds):
        """two parts are enough"""
        assert sorted(len(validation) for _, validation in folds) == [2, 3]

    @pytest.mark.parametrize(("n", "k"), [(6, 6)])
    @points(1)
    def test_one_each(self, folds):
        """as many parts as samples leave out one at a time"""
        assert partition(folds) == {frozenset([i]) for i in range(6)}

    @probe
    def drawn(student, n, k) -> dict:
        generator = torch.Generator().manual_seed(8)
        torch.manual_seed(1234)
        folds = [as_pairs(student.k_fold_indices(n, k, generator)) for _ in range(2)]
        return {"folds": folds, "next draw": torch.rand(())}

    @points(2)
    def test_random_states(self, drawn):
        """the generator goes on from call to call, and torch's global random state stays"""
        first, second = map(partition, drawn["folds"])

        assert first != second, "the second call with the same generator gave the same parts"
        assert_close(drawn["next draw"], torch.rand((), generator=torch.Generator().manual_seed(1234)))

    @probe
    def answers(student) -> list[dict]:
        answers, generator = [], torch.Generator().manual_seed(8)
        for n, k in ((10, 0), (10, -3), (4, 5), (10, 2)):
            before = generator.get_state()
            try:
                seen = len(student.k_fold_indices(n, k, generator))
            except ValueError:
                seen = "ValueError"
            answers.append({"gives": seen, "has drawn": not torch.equal(before, generator.get_state())})
        return answers

    @points(1)
    def test_refusal_comes_first(self, answers):
        """other bad k raise ValueError before anything is drawn"""
        assert answers == [{"gives": "ValueError", "has drawn": False}] * 3 + [{"gives": 2, "has drawn": True}]


@exercise("standardize")
class TestStandardizeHidden(StandardizeProbes):
    @pytest.fixture
    def train(self):
        return 40 * waves(2, 4) + 7

    @pytest.fixture
    def others(self):
        return [90 * waves(5, 4), waves(1, 4)]

    @points(2)
    def test_two_rows(self, standardized, train, others):
        """two rows are enough to measure several other parts, of any length"""
        assert_standardized(standardized, train, others)

    @pytest.mark.parametrize(
        ("train", "others"), [pytest.param(waves(6, 2).double(), [3 * waves(4, 2).double()], id="float64")]
    )
    @points(2)
    def test_float64(self, standardized, train, others):
        """float64 in gives float64 out"""
        assert_standardized(standardized, train, others)

    @pytest.mark.parametrize(
        ("train", "others"),
        [pytest.param(torch.tensor([[0.0, 3.0, -2.0]] * 4), [torch.tensor([[0.0, 5.0, -7.0]])], id="all constant")],
    )
    @points(3)
    def test_all_constant(self, standardized, train):
        """where nothing varies, train is 0 everywhere and the others stay finite"""
        assert_close(standardized[0], torch.zeros_like(train))
        assert standardized[1].isfinite().all(), "not every number of the others is finite"


@exercise("cross_validate")
class TestCrossValidateHidden(CrossValidateProbes):
    @pytest.fixture
    def x(self):
        return three_groups(9)[0]

    @pytest.fixture
    def y(self):
        return three_groups(9)[1]

    @pytest.fixture
    def settings(self):
        return {"k": 9, "epochs": 5, "lr": 0.75}

    @points(3)
    def test_leaving_one_out(self, validated, weights, x, y, settings):
        """leaving out one sample at a time, each fold trains a fresh model"""
        assert_trained(validated, weights, x, y, settings)

    @points(3)
    def test_accuracies(self, validated, weights, x, y, settings):
        """leaving out one sample at a time, each accuracy is 0. or 1."""
        assert_accuracies(validated, weights, x, y, settings)

    @points(2)
    def test_random_state(self, validated):
        """torch's global random state stays as it is while models are trained"""
        assert validated["trained"], "no model was trained"
        assert_close(validated["drawn"], torch.rand((), generator=torch.Generator().manual_seed(1234)))

    @pytest.mark.parametrize("x", [pytest.param(three_groups(9)[0].double(), id="float64")])
    @points(1)
    def test_float64(self, validated, weights, x, y, settings):
        """float64 models are trained on float64 samples"""
        weights = {name: value.double() for name, value in weights.items()}

        assert_trained(validated, weights, x, y, settings)

    @raises(ValueError)
    @pytest.mark.parametrize("settings", [pytest.param({"k": 10, "epochs": 5, "lr": 0.75}, id="10")])
    @points(1)
    def test_bad_k(self, validated):
        """more folds than samples raise ValueError"""


@exercise("grid_search")
class TestGridSearchHidden:
    @pytest.fixture
    def grid(self):
        return {"optimizer": ["sgd", "adam"], "bias": [True, False], "depth": [0, 3]}

    @probe
    def found(student, grid) -> tuple | list:
        return as_triple(student.grid_search(grid, lambda optimizer, bias, depth: len(optimizer) * depth - 20 * bias))

    @points(4)
    def test_results(self, found, grid):
        """three parameters of any kind are tried in the order of itertools.product"""
        combinations = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]

        assert [(params, score) for params, score in found[2]] == [
            (params, len(params["optimizer"]) * params["depth"] - 20 * params["bias"]) for params in combinations
        ]

    @points(2)
    def test_best(self, found):
        """the best of the three parameters' combinations is found, with its score"""
        assert list(found[:2]) == [{"optimizer": "adam", "bias": False, "depth": 3}, 12]

    @pytest.mark.parametrize("grid", [{"optimizer": ["sgd"], "bias": [True], "depth": [0]}])
    @points(1)
    def test_single_combination(self, found, grid):
        """a single combination is the best one, even with a bad score"""
        assert list(found[:2]) == [{"optimizer": "sgd", "bias": True, "depth": 0}, -20]

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
