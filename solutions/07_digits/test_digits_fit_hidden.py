"""Checks of the whole training that students do not receive."""

import pytest
import torch
from test_digits import waves
from test_digits_fit import FitProbes, assert_learns_digits, digits, numbered, recompute
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points

ENTRIES = ["train_loss", "test_accuracy"]
LABELS = torch.arange(24) % 4
EASY = numbered(4 * F.one_hot(LABELS + 1, 7).float()), LABELS  # a large number stands in the place of each label


@exercise("fit")
class TestFitHidden(FitProbes):
    @pytest.fixture
    def weights(self):
        return waves(4, 6)

    @pytest.fixture
    def train(self):
        y = torch.arange(53) % 4
        return numbered(2 * waves(53, 7) + F.one_hot(y, 7)), y

    @pytest.fixture
    def test(self):
        y = torch.arange(31) % 4
        return numbered(waves(31, 7).flip(0) + F.one_hot(y, 7)), y

    @pytest.fixture
    def settings(self):
        return [{"epochs": 2, "lr": 0.02, "seed": seed} for seed in (1, 1)]

    @points(2)
    def test_history(self, runs, weights, train, test):
        """other samples give their own history, the same for the same seed"""
        assert_close(runs[0]["history"], recompute(runs[0], weights, train, test))
        assert_close(runs[1]["history"], runs[0]["history"])

    @pytest.mark.parametrize(
        ("weights", "train", "test"),
        [pytest.param(torch.zeros(4, 6), EASY, EASY, id="easy")],
    )
    @pytest.mark.parametrize("settings", [[(9, 0.05, 3)]], ids=["nine"])
    @points(1)
    def test_all_right(self, runs):
        """where all is right soon, every epoch has its entries, too, and the model can be trained further"""
        assert {name: len(entries) for name, entries in runs[0]["history"].items()} == dict.fromkeys(ENTRIES, 9)
        assert runs[0]["can go on"], "after fit, the weights want no gradients or torch records none"
        assert runs[0]["in train mode"], "after fit, a model that came in train mode is in eval mode"

    @points(2)
    def test_random_state(self, runs):
        """torch's global random state stays as it is"""
        # The check has seeded it with 0 before the first run and with 1 before the second.
        drawn = [torch.rand((), generator=torch.Generator().manual_seed(seed)) for seed in (0, 1)]

        assert all(len(run["seen"]) for run in runs), "the model was not trained"
        assert_close([run["drawn"] for run in runs], drawn)

    @pytest.mark.parametrize(("weights", "train", "test"), [pytest.param(*digits(first=2), id="digits")])
    @pytest.mark.parametrize("settings", [[{"epochs": 8, "lr": 0.01, "seed": 42}]], ids=["lr=0.01"])
    @points(2)
    def test_digits(self, runs, weights, train, test):
        """on another split of the digits, the best of 8 epochs gets at least 90 % right, too"""
        assert_learns_digits(runs[0], weights, train, test)
