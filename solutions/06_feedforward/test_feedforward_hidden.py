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

    @points(3)
    def test_output(self, output, weights, x):
        """other sizes give one probability for each sample, too"""
        assert_close(output, probabilities(weights, x))

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
