"""Checks of cross-validation that students do not receive."""

import pytest
import torch
from test_selection import waves
from test_selection_validated import CrossValidateProbes, assert_accuracies, assert_trained, three_groups

from autograder.checks import assert_close, exercise, points, raises


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
        """torch's random state and its recording of gradients are as before, although models were trained"""
        assert validated["trained"], "no model was trained"
        assert validated["records gradients"], "after cross_validate torch records no gradients any more"
        assert_close(validated["drawn"], torch.rand((), generator=torch.Generator().manual_seed(1234)))

    @pytest.mark.parametrize("x", [pytest.param(torch.eye(3).repeat(3, 1).double() + waves(9, 3) / 9, id="float64")])
    @pytest.mark.parametrize("settings", [{"k": 9, "epochs": 60, "lr": 2.0}], ids=["sixty"])
    @points(1)
    def test_float64(self, validated, weights, x, y, settings):
        """float64 models are trained on float64 samples, for all epochs, however small the loss"""
        weights = {name: value.double() for name, value in weights.items()}

        assert_trained(validated, weights, x, y, settings)

    @raises(ValueError)
    @pytest.mark.parametrize("settings", [pytest.param({"k": 10, "epochs": 5, "lr": 0.75}, id="10")])
    @points(1)
    def test_bad_k(self, validated):
        """more folds than samples raise ValueError"""
