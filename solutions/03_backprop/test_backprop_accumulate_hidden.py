"""Checks of gradients that add up over batches that students do not receive."""

import pytest
import torch
from test_backprop import find_slopes, load, waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("accumulate_gradients")
class TestAccumulateGradients:
    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 2), "bias": waves(3)}

    @pytest.fixture
    def batches(self):
        x, y = 2 * waves(9, 2), torch.tensor([0, 2, 1, 1, 0, 2, 2, 1, 0])
        return list(zip(x.split([1, 2, 6]), y.split([1, 2, 6]), strict=True))

    @pytest.fixture
    def right(self, weights, batches):
        x, y = map(torch.cat, zip(*batches, strict=True))
        slopes = find_slopes(lambda **weight: F.cross_entropy(F.linear(x, **weight), y), weights)
        return {"mean loss": F.cross_entropy(F.linear(x, **weights), y).item(), "gradients": slopes}

    @probe
    def outcome(student, weights, batches, times) -> dict:
        class OfRows(nn.Linear):
            def forward(self, x):
                # Samples of 1×2 numbers: whoever flattens them has not given what the batches hold.
                return super().forward(x[:, 0])

        model = load(OfRows(2, 3), weights)
        batches = [(x[:, None], y) for x, y in batches]
        for _ in range(times):
            loss = student.accumulate_gradients(model, iter(batches), F.cross_entropy)
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def outcome_in_float64(student, weights, batches) -> dict:
        layer = load(nn.Linear(2, 3).double(), weights)
        # Inside of another inside of the model: whoever scales what lies on top misses it.
        model = nn.Sequential(nn.Sequential(layer), nn.Identity())
        batches = [(x.double(), y) for x, y in batches]
        loss = student.accumulate_gradients(model, batches, nn.CrossEntropyLoss())
        return {"mean loss": loss, "gradients": {"weight": layer.weight.grad, "bias": layer.bias.grad}}

    @probe
    def left(student, weights, batches) -> dict:
        model = load(nn.Linear(2, 3), weights)
        model.unused = nn.Parameter(torch.ones(2))
        modes = []
        for training in True, False:
            loss = student.accumulate_gradients(model.train(training), batches, nn.CrossEntropyLoss())
            modes += [model.training, torch.is_grad_enabled()]
            torch.set_grad_enabled(True)
        modes.append(any(x.requires_grad for x, _ in batches))
        gradients = {"weight": model.weight.grad, "bias": model.bias.grad}
        kept = {"weight": model.weight, "bias": model.bias, "batches": batches, "modes": modes}
        return {"mean loss": loss, "gradients": gradients, **kept}

    @points(2)
    @pytest.mark.parametrize("times", [1])
    def test_three_sizes(self, outcome, right):
        """three batches of 1, 2 and 6 samples count by their samples"""
        assert_close(outcome, right)

    @points(2)
    @pytest.mark.parametrize("times", [2])
    def test_second_call(self, outcome, right):
        """a second call does not remember the first"""
        assert_close(outcome, right)

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(("batches", "times"), [([], 1)], ids=["none"])
    def test_empty_generator(self, outcome):
        """a generator without batches raises ValueError"""

    @points(1)
    def test_float64(self, outcome_in_float64, right):
        """float64 in gives float64 gradients, of layers inside of layers, too"""
        slopes = {name: slope.double() for name, slope in right["gradients"].items()}
        assert_close(outcome_in_float64, {"mean loss": right["mean loss"], "gradients": slopes})

    @points(1)
    def test_leaves_model_alone(self, left, right, weights, batches):
        """weights, batches and modes stay as they were, and an unused parameter is no obstacle"""
        assert_close(left, {**right, **weights, "batches": batches, "modes": [True, True, False, True, False]})
