"""Checks for network.py: looking at a model's parameters."""

import pytest
import torch
from torch import nn

from autograder.checks import exercise, points, probe

UNTOUCHED = {"training": [True, False], "frozen": [True, True, False, False], "sums": [(6, 12), (3, 6), (3, 6), (1, 2)]}


@probe
def result_and_model(student, function) -> dict[str, object]:
    model = nn.Sequential(nn.Linear(2, 3).requires_grad_(False), nn.Linear(3, 1))
    for p in model.parameters():
        p.data.fill_(1.0)
        p.grad = torch.full_like(p, 2.0)
    modes = []
    for training in True, False:
        result = getattr(student, function)(model.train(training))
        modes.append(model.training)
    # In place of each weight and gradient its sum, which is enough to see a change.
    sums = [(p.sum().item(), p.grad is not None and p.grad.sum().item()) for p in model.parameters()]
    frozen = [not p.requires_grad for p in model.parameters()]
    return {"result": result, "training": modes, "frozen": frozen, "sums": sums}


@exercise("count_parameters")
class TestCountParameters:
    @probe
    def count(student, model) -> int:
        return student.count_parameters(eval(model))

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))"])
    @points(3)
    def test_two_layers(self, count):
        """weights and biases of two linear layers are counted"""
        assert count == 4 * 3 + 3 + 3 * 2 + 2

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Conv2d(2, 4, 3), nn.BatchNorm2d(4))"])
    @points(2)
    def test_running_statistics(self, count):
        """running statistics are no parameters: they are not counted"""
        assert count == 4 * 2 * 3 * 3 + 4 + 4 + 4

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Linear(4, 3).requires_grad_(False), nn.Linear(3, 2))"])
    @points(2)
    def test_frozen(self, count):
        """frozen parameters are not counted"""
        assert count == 3 * 2 + 2

    @pytest.mark.parametrize("model", ["nn.ModuleList([layer := nn.Linear(4, 4), layer, nn.Linear(4, 4)])"])
    @points(2)
    def test_shared(self, count):
        """what stands in two places counts once, what is only equally large counts twice"""
        assert count == 4 * 4 + 4 + 4 * 4 + 4

    @pytest.mark.parametrize("function", ["count_parameters"])
    @points(1)
    def test_leaves_model_as_found(self, result_and_model):
        """the count is right, and nothing in the model changes"""
        assert result_and_model == {"result": 4, **UNTOUCHED}


@exercise("parameter_shapes")
class TestParameterShapes:
    @probe
    def shapes(student, model) -> dict[str, tuple[int, ...]]:
        return student.parameter_shapes(eval(model))

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Conv2d(2, 4, (5, 3)), nn.BatchNorm2d(4), nn.ReLU())"])
    @points(3)
    def test_shapes(self, shapes):
        """each parameter's name stands beside its shape, and nothing else does"""
        assert shapes == {"0.weight": (4, 2, 5, 3), "0.bias": (4,), "1.weight": (4,), "1.bias": (4,)}

    @pytest.mark.parametrize("model", ["nn.ModuleDict({'second': nn.Linear(2, 3), 'first': nn.Linear(3, 1)})"])
    @points(2)
    def test_order(self, shapes):
        """the names come in the order of named_parameters()"""
        assert list(shapes) == ["second.weight", "second.bias", "first.weight", "first.bias"]

    @pytest.mark.parametrize("model", ["nn.Sequential(nn.Linear(4, 3).requires_grad_(False), nn.Linear(3, 2))"])
    @points(2)
    def test_frozen(self, shapes):
        """frozen parameters are there, too"""
        assert shapes == {"0.weight": (3, 4), "0.bias": (3,), "1.weight": (2, 3), "1.bias": (2,)}

    @pytest.mark.parametrize("model", ["nn.ModuleList([layer := nn.Linear(4, 3), layer, nn.Linear(3, 2)])"])
    @points(2)
    def test_shared(self, shapes):
        """parameters that stand in two places are there once"""
        assert shapes == {"0.weight": (3, 4), "0.bias": (3,), "2.weight": (2, 3), "2.bias": (2,)}

    @pytest.mark.parametrize("function", ["parameter_shapes"])
    @points(1)
    def test_leaves_model_as_found(self, result_and_model):
        """the shapes are right, and nothing in the model changes"""
        shapes = {"0.weight": (3, 2), "0.bias": (3,), "1.weight": (1, 3), "1.bias": (1,)}
        assert result_and_model == {"result": shapes, **UNTOUCHED}
