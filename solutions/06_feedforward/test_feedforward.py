"""Checks of the network."""

import numpy
import pytest
import torch

from autograder.checks import assert_close, exercise, helper, on_device, points, probe


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


@helper
def unpack(parts):
    """Return a tuple in place of parts of any class that unpacks; what is known stays as it is."""
    known = (tuple, list, dict, str, torch.Tensor, numpy.ndarray)
    return tuple(parts) if hasattr(parts, "__iter__") and not isinstance(parts, known) else parts


def two_layers(input_size, hidden_size):
    """Return weights for fc1 and fc2."""
    return {
        "fc1.weight": 2 * waves(hidden_size, input_size),
        "fc1.bias": waves(hidden_size),
        "fc2.weight": 3 * waves(1, hidden_size),
        "fc2.bias": torch.tensor([0.25]),
    }


def probabilities(weights, x):
    """Return what a Feedforward network with these weights should answer."""
    hidden = (x @ weights["fc1.weight"].T + weights["fc1.bias"]).clamp(min=0)
    return 1 / (1 + (-hidden @ weights["fc2.weight"].T - weights["fc2.bias"]).exp())


class FeedforwardProbes:
    @probe
    def shapes(student, weights) -> dict[str, tuple]:
        hidden_size, input_size = weights["fc1.weight"].shape
        return {name: tuple(p.shape) for name, p in student.Feedforward(input_size, hidden_size).named_parameters()}

    @probe
    def output(student, weights, x) -> torch.Tensor:
        hidden_size, input_size = weights["fc1.weight"].shape
        model = student.Feedforward(input_size=input_size, hidden_size=hidden_size).to(x.dtype)
        model.load_state_dict(weights)
        return model(x)


@exercise("Feedforward")
class TestFeedforward(FeedforwardProbes):
    @on_device
    def answer_on(student, device):
        student.Feedforward(3, 4).to(device)(torch.zeros(5, 3, device=device))

    @pytest.fixture
    def weights(self):
        return two_layers(input_size=2, hidden_size=4)

    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25], [-2.0, -1.0], [2.0, 2.0]])

    @points(4)
    def test_layers(self, shapes, weights):
        """fc1 and fc2 have their weights and biases"""
        assert shapes == {name: tuple(weight.shape) for name, weight in weights.items()}

    @points(6)
    def test_output(self, output, weights, x):
        """fc1, ReLU, fc2, sigmoid give one probability for each sample"""
        assert_close(output, probabilities(weights, x))

    @pytest.mark.parametrize("x", [pytest.param(torch.tensor([[1.0, -2.0]]), id="one sample")])
    @points(3)
    def test_one_sample(self, output, weights, x):
        """a batch of one sample gives shape (1, 1)"""
        assert_close(output, probabilities(weights, x))
