"""Checks for losses.py that students do not receive."""

import pytest
import torch
from test_losses import find_slope
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe

# Of shapes (2, 1, 3): the first dimension alone says little about how many numbers there are.
OUTPUT = torch.tensor([[[0.25, -3.0, 1.5]], [[2.0, 0.0, -0.75]]])
TARGET = torch.tensor([[[1.0, -1.0, 1.5]], [[-1.0, 0.5, 0.25]]])
PROBABILITY = torch.tensor([[[0.3, 0.95, 0.05]], [[0.5, 0.7, 0.15]]])
ANSWER = torch.tensor([[[0.0, 1.0, 1.0]], [[0.4, 1.0, 0.0]]])


@exercise("mse_loss")
class TestMseLoss:
    @pytest.fixture
    def output(self):
        return OUTPUT

    @pytest.fixture
    def target(self):
        return TARGET

    @probe
    def loss(student, output, target) -> torch.Tensor:
        return student.mse_loss(output, target)

    @probe
    def slope(student, output, target) -> torch.Tensor:
        output.requires_grad_()
        student.mse_loss(output, target).backward()
        return output.grad

    @probe
    def refusal(student, output_shape, target_shape) -> ValueError:
        output, target = torch.zeros(output_shape), torch.zeros(target_shape)
        output.view(-1)[0], target.view(-1)[-1] = 3.0, 1.0
        return student.mse_loss(output, target)

    @points(3)
    def test_three_dimensions(self, loss, output, target):
        """three dimensions give one number"""
        assert_close(loss, F.mse_loss(output, target))

    @points(2)
    def test_slope(self, slope, output, target):
        """backward() sends the right gradient into every number of the output"""
        assert_close(slope, find_slope(F.mse_loss, output, target))

    @points(1)
    @pytest.mark.parametrize(("output_shape", "target_shape"), [((3, 3), (3,)), ((2, 3), (3, 2)), ((5,), (1,))])
    def test_refuses_other_shapes(self, refusal, output_shape, target_shape):
        """shapes that PyTorch would stretch or recut raise ValueError"""


@exercise("binary_cross_entropy")
class TestBinaryCrossEntropy:
    @pytest.fixture
    def probability(self):
        return PROBABILITY

    @pytest.fixture
    def target(self):
        return ANSWER

    @probe
    def loss(student, probability, target) -> torch.Tensor:
        return student.binary_cross_entropy(probability, target)

    @probe
    def slope(student, probability, target) -> torch.Tensor:
        probability.requires_grad_()
        student.binary_cross_entropy(probability, target).backward()
        return probability.grad

    @probe
    def refusal(student, probability, target) -> ValueError:
        return student.binary_cross_entropy(probability, target)

    @points(3)
    def test_three_dimensions(self, loss, probability, target):
        """three dimensions give one number"""
        assert_close(loss, F.binary_cross_entropy(probability, target))

    @points(2)
    def test_slope(self, slope, probability, target):
        """backward() sends the right gradient into every probability"""
        assert_close(slope, find_slope(F.binary_cross_entropy, probability, target))

    @points(3)
    @pytest.mark.parametrize("target", [torch.tensor([0.5, 0.25, 0.75])], ids=["between"])
    @pytest.mark.parametrize("probability", [torch.tensor([0.0, 1.0, 0.0])], ids=["sure"])
    def test_each_logarithm_is_bounded(self, loss, probability, target):
        """each logarithm is bounded by −100 before it is weighed"""
        assert_close(loss, F.binary_cross_entropy(probability, target), rtol=1e-3)

    @points(1)
    @pytest.mark.parametrize("target", [torch.tensor([1.0, 0.0])], ids=["wrong"])
    @pytest.mark.parametrize("probability", [torch.tensor([1e-30, 1.0])], ids=["nearly sure"])
    def test_nearly_sure(self, loss, probability, target):
        """a probability of 1e-30 is not yet zero"""
        assert_close(loss, F.binary_cross_entropy(probability, target), rtol=1e-3)

    @points(1)
    @pytest.mark.parametrize("target", [torch.tensor([[1.0], [0.0], [1.0]])], ids=["column"])
    @pytest.mark.parametrize("probability", [torch.tensor([0.5, 0.25, 0.75])], ids=["row"])
    def test_refuses_other_shapes(self, refusal, probability, target):
        """shapes that PyTorch would stretch raise ValueError"""

    @points(1)
    @pytest.mark.parametrize("target", [torch.tensor([1.0, 0.0, 1.0])], ids=["target"])
    @pytest.mark.parametrize(
        "probability", [torch.tensor([0.5, 1.01, 0.5]), torch.tensor([0.5, 0.5, -0.01])], ids=["above", "below"]
    )
    def test_refuses_outside(self, refusal, probability, target):
        """one probability slightly outside [0, 1] raises ValueError"""


@exercise("cross_entropy")
class TestCrossEntropy:
    @pytest.fixture
    def logits(self):
        return torch.tensor([[0.5, -1.0, 2.5, 0.0, 1.0], [3.0, 0.25, -2.0, 1.0, -0.5]])

    @pytest.fixture
    def labels(self):
        return torch.tensor([4, 1])

    @probe
    def loss(student, logits, labels) -> torch.Tensor:
        return student.cross_entropy(logits, labels)

    @probe
    def slope(student, logits, labels) -> torch.Tensor:
        logits.requires_grad_()
        student.cross_entropy(logits, labels).backward()
        return logits.grad

    @probe
    def refusal(student, logits, labels) -> ValueError:
        return student.cross_entropy(logits, labels)

    @points(2)
    def test_more_classes_than_rows(self, loss, logits, labels):
        """two rows of five classes give the right loss"""
        assert_close(loss, F.cross_entropy(logits, labels))

    @points(1)
    @pytest.mark.parametrize("labels", [torch.tensor([1])], ids=["one"])
    @pytest.mark.parametrize("logits", [torch.tensor([[0.5, 2.0, -1.0]])], ids=["one"])
    def test_one_row(self, loss, logits, labels):
        """a single row gives the right loss"""
        assert_close(loss, F.cross_entropy(logits, labels))

    @points(2)
    def test_slope(self, slope, logits, labels):
        """backward() sends the right gradient into every score"""
        assert_close(slope, find_slope(F.cross_entropy, logits, labels))

    @points(3)
    @pytest.mark.parametrize("labels", [torch.tensor([0, 2, 1])], ids=["far"])
    @pytest.mark.parametrize("logits", [torch.tensor([[1e4, 9998.5, 9e3], [-1e4, -9999.5, -1e4], [1.0, 2.0, 0.5]])])
    def test_rows_far_apart(self, loss, logits, labels):
        """each row is right by itself, even if another lies 20000 away"""
        assert_close(loss, F.cross_entropy(logits.double(), labels).float(), atol=2e-3)

    @points(1)
    @pytest.mark.parametrize("labels", [torch.tensor([0, 5]), torch.tensor([-100, 0])], ids=["above", "below"])
    def test_refuses_label(self, refusal, logits, labels):
        """a label outside the classes raises ValueError"""

    @points(1)
    @pytest.mark.parametrize(
        ("logits", "labels"),
        [
            (torch.tensor([[0.5, 1.0], [0.0, 2.0]]), torch.tensor([1])),
            (torch.tensor([0.5, 1.0]), torch.tensor([1, 0])),
            (torch.zeros(2, 3, 2), torch.tensor([1, 0])),
        ],
        ids=["one label", "flat logits", "deep logits"],
    )
    def test_refuses_shapes(self, refusal, logits, labels):
        """shapes other than (N, C) and (N,) raise ValueError"""
