"""Checks of a node and a layer of your own that students do not receive."""

import pytest
import torch
from test_backprop import find_slopes, waves
from test_backprop_layers import apply

from autograder.checks import assert_close, exercise, points, probe


@exercise("ReLU")
class TestReLU:
    @pytest.fixture
    def x(self):
        return torch.tensor([[1e-30, -1e-30, -0.0], [1e4, -1e4, 0.0]])

    @pytest.fixture
    def grad_output(self):
        return torch.tensor([[-2.0, 3.0, 4.0], [0.5, -1.0, -7.0]])

    @probe
    def backwards(student, x, grad_output) -> dict[str, torch.Tensor]:
        x.requires_grad_()
        output = apply(student.ReLU, x)
        output.backward(grad_output)
        return {"output": output, "gradient": x.grad}

    @probe
    def backwards_inside(student, x, grad_output) -> dict[str, torch.Tensor]:
        x = x.double().requires_grad_()
        output = apply(student.ReLU, x.sin())
        (output * grad_output.double()).sum().backward()
        return {"output": output, "gradient": x.grad}

    @points(2)
    def test_near_zero(self, backwards, x, grad_output):
        """the bend lies at zero exactly, where the gradient is 0"""
        assert_close(backwards, {"output": x.clamp(min=0), "gradient": torch.where(x > 0, grad_output, 0.0)})

    @points(1)
    @pytest.mark.parametrize("x", [2 * waves(2, 3)], ids=["2x3"])
    def test_inside_a_longer_path(self, backwards_inside, x, grad_output):
        """in the middle of a longer path, float64 in gives float64 out, and the gradient is right"""
        x = x.double()
        gradient = torch.where(x.sin() > 0, grad_output.double() * x.cos(), 0.0)
        assert_close(backwards_inside, {"output": x.sin().clamp(min=0), "gradient": gradient})


@exercise("Linear")
class TestLinear:
    @pytest.fixture
    def weight(self):
        return waves(3, 4)

    @pytest.fixture
    def bias(self):
        return torch.tensor([0.5, -1.0, 2.0])

    @probe
    def output_and_x(student, weight, bias, x) -> dict[str, torch.Tensor]:
        layer = student.Linear(4, 3)
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
        return {"output": layer(x), "x": x}

    @probe
    def gradients(student, weight, bias, x) -> dict[str, torch.Tensor]:
        layer = student.Linear(4, 3).double()
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
        x = x.double().requires_grad_()
        (layer(x) ** 2).sum().backward()
        return {"weight": layer.weight.grad, "bias": layer.bias.grad, "x": x.grad}

    @probe
    def two_layers(student) -> list[torch.Tensor]:
        first, second = student.Linear(400, 200), student.Linear(400, 200)
        return [first.weight, first.bias, second.weight, second.bias, student.Linear(400, 200, bias=False).weight]

    @points(1)
    @pytest.mark.parametrize(("count", "x"), [("no", waves(4)), ("three", waves(2, 1, 3, 4))], ids=["4", "2x1x3x4"])
    def test_leading_dimensions(self, output_and_x, weight, bias, x, count):
        """{count} dimensions before the last: y = x Aᵀ + b, and x stays as it was"""
        assert_close(output_and_x, {"output": x @ weight.T + bias, "x": x})

    @points(1)
    @pytest.mark.parametrize("x", [waves(2, 3, 4)], ids=["2x3x4"])
    def test_gradients(self, gradients, weight, bias, x):
        """after .double(), gradients flow into weight, bias and x in float64"""
        values = {"weight": weight.double(), "bias": bias.double(), "x": x.double()}
        right = find_slopes(lambda weight, bias, x: ((x @ weight.T + bias) ** 2).sum(), values)
        assert_close(gradients, right)

    @points(1)
    def test_start(self, two_layers):
        """every number starts within ±1/√in_features, some near both ends, without a bias, too"""
        for drawn in two_layers:
            assert drawn.abs().max() <= 0.05 + 1e-6, f"one starts at {drawn.abs().max():.4f}, beyond 1/√400 = 0.05"
            assert drawn.min() < -0.03, f"none starts below {drawn.min():.4f}"
            assert drawn.max() > 0.03, f"none starts above {drawn.max():.4f}"

    @points(1)
    def test_layers_differ(self, two_layers):
        """two new layers do not start alike"""
        first_weight, first_bias, second_weight, second_bias, _ = two_layers
        assert not torch.equal(first_weight, second_weight), "both layers have the same weight"
        assert not torch.equal(first_bias, second_bias), "both layers have the same bias"
