"""Checks of cross-validation."""

import pytest
import torch
from test_selection import as_list, as_pairs, assert_one_of, k_fold_indices, rescale, standardize, waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe, raises


def three_groups(n):
    """Return samples of three classes, whose features have different sizes and whose last samples lie a bit apart."""
    y = torch.arange(n) % 3
    x = torch.tensor([[0.0, 0.0, 0.0], [2.0, 1.0, -1.0], [1.0, -2.0, 2.0]])[y] + 1.5 * waves(n, 3)
    x[-3:] += 1
    return x * torch.tensor([1.0, 30.0, 0.2]) + torch.tensor([2.0, -50.0, 1.0]), y


def train_folds(folds, weights, x, y, epochs, lr, correction):
    """Return the accuracies and the weights that `cross_validate` should arrive at, a fold each."""
    accuracies, trained = [], []
    for train, validation in folds:
        assert not torch.isin(validation, train).any(), "a fold validates on what it was trained on"
        x_train, x_validation = rescale(x[train], x[validation], correction=correction)
        w, b = weights["weight"], weights["bias"]
        for _ in range(epochs):
            w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
            # In train mode the model of these checks does not see the last feature.
            loss = F.cross_entropy(x_train[:, :-1] @ w[:, :-1].T + b, y[train])
            slopes = torch.autograd.grad(loss, [w, b])
            w, b = (old.detach() - lr * slope for old, slope in zip((w, b), slopes, strict=True))
        right = (x_validation @ w.T + b).argmax(1) == y[validation]
        accuracies.append(right.double().mean().item())
        trained.append({"weight": w, "bias": b})
    return accuracies, trained


class CrossValidateProbes:
    @probe
    def validated(student, weights, x, y, settings, mode) -> dict:
        from copy import deepcopy

        class Model(nn.Linear):
            def forward(self, x):
                # As with dropout, one feature less is seen in train mode.
                output = super().forward(x * torch.tensor([1, 1, 0]) if self.training else x)
                if output.requires_grad:
                    output.register_hook(lambda slope: taught.setdefault(self, []).append(x[:, 0].detach()))
                return output

        # By what learns, not by what was made: whoever trains a copy of a fresh model has trained a fresh one.
        taught, model = {}, Model(3, 3).to(x.dtype)
        model.load_state_dict(weights)
        # Its mode is that of all its layers.
        whole = nn.Sequential(model).train(mode == "train")
        torch.manual_seed(1234)
        generator = torch.Generator().manual_seed(5)
        # The first by position: the order of the arguments is fixed, too.
        first, rest = (settings["k"], settings["epochs"]), {"lr": settings["lr"], "generator": generator}
        accuracies = as_list(student.cross_validate(lambda: deepcopy(whole), x, y, *first, **rest))
        drawn, records = torch.rand(()), torch.is_grad_enabled()
        try:
            folds = as_pairs(student.k_fold_indices(len(x), settings["k"], torch.Generator().manual_seed(5)))
        except Exception:
            folds = []
        trained = [one for one in taught if not torch.equal(one.weight, model.weight)]
        return {
            "accuracies": accuracies,
            "trained": [one.state_dict() for one in trained],
            "taught": [torch.cat(taught[one]).unique() for one in trained],
            "folds": folds,
            "x": x,
            "y": y,
            "x requires a gradient": x.requires_grad,
            "drawn": drawn,
            "records gradients": records,
        }

    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 3), "bias": torch.zeros(3)}

    @pytest.fixture
    def mode(self):
        return "train"


def assert_taught_folds(seen, x):
    """Fail unless each model was taught the train part of its fold, on whatever scale."""
    for number, (taught, (train, _)) in enumerate(zip(seen["taught"], seen["folds"], strict=True), start=1):
        said = f"the model of fold {number} was taught other samples than those of its train part in k_fold_indices"
        assert len(taught) == len(train), said
        assert (standardize(taught)[0] - standardize(x[train, 0].sort().values)[0]).abs().max() < 1e-2, said


def assert_trained(seen, weights, x, y, settings):
    """Fail unless a fresh model was trained on each fold's train part, standardized with n or n − 1."""
    arguments = (seen["folds"], weights, x, y, settings["epochs"], settings["lr"])
    assert_one_of(seen["trained"], *(train_folds(*arguments, correction=correction)[1] for correction in (0, 1)))


def assert_accuracies(seen, weights, x, y, settings):
    """Fail unless the accuracies are those of such models on the validation parts."""
    given = seen["accuracies"] if isinstance(seen["accuracies"], list) else []
    # Rounding may lead to a bit more than 1.
    assert not any(isinstance(one, int | float) and one > 1.01 for one in given), "an accuracy is larger than 1"
    arguments = (seen["folds"], weights, x, y, settings["epochs"], settings["lr"])
    assert_one_of(seen["accuracies"], *(train_folds(*arguments, correction=correction)[0] for correction in (0, 1)))


@exercise("cross_validate", builds_on=[k_fold_indices, standardize])
class TestCrossValidate(CrossValidateProbes):
    @pytest.fixture
    def x(self):
        return three_groups(14)[0]

    @pytest.fixture
    def y(self):
        return three_groups(14)[1]

    @pytest.fixture
    def settings(self):
        return {"k": 4, "epochs": 20, "lr": 0.5}

    @points(3)
    def test_folds(self, validated, x):
        """it takes the folds of k_fold_indices(len(x), k, generator)"""
        assert len(validated["taught"]) == 4, f"models trained for 4 folds: {len(validated['taught'])}"
        assert_taught_folds(validated, x)

    @points(6)
    def test_training(self, validated, weights, x, y, settings):
        """each fold trains a fresh model on its train part, standardized, with plain SGD"""
        assert_trained(validated, weights, x, y, settings)

    @points(6)
    def test_accuracies(self, validated, weights, x, y, settings):
        """each fold gives the accuracy on its validation part, standardized like its train part, in eval mode"""
        assert_accuracies(validated, weights, x, y, settings)

    @pytest.mark.parametrize("mode", ["eval"])
    @points(2)
    def test_train_mode(self, validated, weights, x, y, settings):
        """a model that is made in eval mode is trained in train mode"""
        assert_trained(validated, weights, x, y, settings)

    @points(1)
    def test_data_stay(self, validated, x, y):
        """x and y stay as they are while models are trained"""
        assert validated["trained"], "no model was trained"
        expected = {"x": x, "y": y, "x requires a gradient": False}
        assert_close({name: validated[name] for name in expected}, expected)

    @raises(ValueError)
    @pytest.mark.parametrize("settings", [pytest.param({"k": 1, "epochs": 20, "lr": 0.5}, id="1")])
    @points(2)
    def test_bad_k(self, validated):
        """k = 1 raises ValueError"""
