"""Checks of the network that students do not receive."""

import pytest
import torch
from test_feedforward import FeedforwardProbes, probabilities, two_layers, waves

from autograder.checks import assert_close, exercise, points, probe


@exercise("Feedforward")
class TestFeedforwardHidden(FeedforwardProbes):
    @pytest.fixture
    def weights(self):
        return two_layers(input_size=5, hidden_size=3)

    @pytest.fixture
    def x(self):
        return 2 * waves(7, 5)

    @points(2)
    def test_output(self, output, weights, x):
        """other sizes give one probability for each sample, too"""
        assert_close(output, probabilities(weights, x))

    @probe
    def output_beside_another(student, weights, x) -> dict[str, torch.Tensor]:
        models = [student.Feedforward(5, 3) for _ in range(2)]
        # What it said with other weights is over.
        models[0](x)
        for model, factor in zip(models, (1, -3), strict=True):
            model.load_state_dict({name: factor * weight for name, weight in weights.items()})
        return {"in train mode": models[0](x), "in eval mode": models[0].eval()(x), "x": x}

    @points(1)
    def test_two_models(self, output_beside_another, weights, x):
        """of two networks, each answers by weights of its own, in eval mode as in train mode"""
        right = probabilities(weights, x)

        assert_close(output_beside_another, {"in train mode": right, "in eval mode": right, "x": x})

    @probe
    def slopes(student, weights, x) -> dict[str, torch.Tensor]:
        model = student.Feedforward(5, 3)
        model.load_state_dict(weights)
        model(x).sum().backward()
        return {name: p.grad for name, p in model.named_parameters()}

    @points(2)
    def test_slopes(self, slopes, weights, x):
        """the gradient reaches every weight and bias"""
        weights = {name: value.requires_grad_() for name, value in weights.items()}
        expected = torch.autograd.grad(probabilities(weights, x).sum(), list(weights.values()))

        assert_close(slopes, dict(zip(weights, expected, strict=True)))

    @pytest.mark.parametrize("x", [pytest.param(waves(2, 5).double(), id="float64")])
    @points(2)
    def test_float64(self, output, weights, x):
        """after .double(), float64 in gives float64 out"""
        assert_close(output, probabilities({name: value.double() for name, value in weights.items()}, x))
