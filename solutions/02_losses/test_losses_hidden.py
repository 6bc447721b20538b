"""Checks for losses.py that students do not receive."""

import pytest
import torch
from test_losses import BinaryCrossEntropyProbes, CrossEntropyProbes, MseLossProbes, find_slope
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, raises

# Of shapes (2, 1, 3): the first dimension alone says little about how many numbers there are.
OUTPUT = torch.tensor([[[0.25, -3.0, 1.5]], [[2.0, 0.0, -0.75]]])
TARGET = torch.tensor([[[1.0, -1.0, 1.5]], [[-1.0, 0.5, 0.25]]])
PROBABILITY = torch.tensor([[[0.3, 0.95, 0.05]], [[0.5, 0.7, 0.15]]])
ANSWER = torch.tensor([[[0.0, 1.0, 1.0]], [[0.4, 1.0, 0.0]]])


@exercise("mse_loss")
class TestMseLoss(MseLossProbes):
    @pytest.fixture
    def output(self):
        return OUTPUT

    @pytest.fixture
    def target(self):
        return TARGET

    @points(2)
    def test_three_dimensions(self, loss, output, target):
        """three dimensions give one number"""
        assert_close(loss, F.mse_loss(output, target))

    @points(1)
    def test_slope(self, slope, output, target):
        """backward() sends the right gradient into every number of the output"""
        assert_close(slope, find_slope(F.mse_loss, output, target))

    @points(1)
    @pytest.mark.parametrize("output", [TARGET], ids=["on target"])
    def test_slope_at_the_target(self, slope, output):
        """backward() sends zeros into an output that is already right"""
        assert_close(slope, torch.zeros_like(output))

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(
        ("shape", "output", "target"),
        [
            ("fewer dimensions", torch.eye(3), torch.tensor([0.0, 0.0, 1.0])),
            (
                "rows and columns exchanged",
                torch.tensor([[3.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
                torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 1.0]]),
            ),
            ("fewer rows", torch.tensor([3.0, 0.0, 0.0, 0.0, 0.0]), torch.tensor([1.0])),
            (
                "fewer columns",
                torch.tensor([[3.0, 0.0], [0.0, 0.0], [0.0, 1.0]]),
                torch.tensor([[0.0], [0.0], [1.0]]),
            ),
        ],
        ids=["3x3 and 3", "2x3 and 3x2", "5 and 1", "3x2 and 3x1"],
    )
    def test_refuses_other_shapes(self, loss, shape):
        """a target with {shape} raises ValueError"""


@exercise("binary_cross_entropy")
class TestBinaryCrossEntropy(BinaryCrossEntropyProbes):
    @pytest.fixture
    def probability(self):
        return PROBABILITY

    @pytest.fixture
    def target(self):
        return ANSWER

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
    @pytest.mark.parametrize("target", [torch.tensor([1.0, 0.0, 1.0]).double()], ids=["wrong"])
    @pytest.mark.parametrize(
        "probability", [torch.tensor([1e-30, 0.5, 1e-60], dtype=torch.float64)], ids=["nearly sure"]
    )
    def test_nearly_sure(self, loss, probability, target):
        """a probability of 1e-30 is not yet zero; one of 1e-60, whose logarithm lies below −100, costs 100"""
        assert_close(loss, F.binary_cross_entropy(probability, target), rtol=1e-3)

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("target", [torch.tensor([[1.0], [0.0], [1.0]])], ids=["column"])
    @pytest.mark.parametrize("probability", [torch.tensor([[0.5, 0.25], [0.75, 0.5], [0.5, 0.5]])], ids=["table"])
    def test_refuses_other_shapes(self, loss):
        """a target that PyTorch would stretch raises ValueError"""

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("target", [torch.tensor([1.0, 0.0, 1.0])], ids=["target"])
    @pytest.mark.parametrize(
        ("side", "probability"),
        [("above 1", torch.tensor([0.5, 1.001, 0.5])), ("below 0", torch.tensor([0.5, 0.5, -0.001]))],
        ids=["above", "below"],
    )
    def test_refuses_outside(self, loss, side):
        """one probability slightly {side} raises ValueError"""


@exercise("cross_entropy")
class TestCrossEntropy(CrossEntropyProbes):
    @pytest.fixture
    def logits(self):
        return torch.tensor([[0.5, -1.0, 2.5, 0.0, 1.0], [3.0, 0.25, -2.0, 1.0, -0.5]])

    @pytest.fixture
    def labels(self):
        return torch.tensor([4, 1])

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
        assert_close(loss, F.cross_entropy(logits.double(), labels).float(), rtol=0, atol=2e-3)

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(
        ("side", "labels"),
        [("beyond the last class", torch.tensor([0, 5])), ("far below 0", torch.tensor([-100, 0]))],
        ids=["above", "below"],
    )
    def test_refuses_label(self, loss, side):
        """a label {side} raises ValueError"""

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(
        ("shapes", "logits", "labels"),
        [
            ("fewer labels than rows", torch.tensor([[0.5, 1.0], [0.0, 2.0]]), torch.tensor([1])),
            ("logits of one dimension", torch.tensor([0.5, 1.0]), torch.tensor([1, 0])),
            ("logits of three dimensions", torch.zeros(2, 3, 2), torch.tensor([1, 0])),
        ],
        ids=["one label", "flat logits", "deep logits"],
    )
    def test_refuses_shapes(self, loss, shapes):
        """{shapes} raise ValueError"""
