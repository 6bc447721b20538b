"""Checks for losses.py."""

import pytest
import torch
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe, raises

WHY = "computing this loss yourself is the exercise"
READY_MADE = [name for name in dir(F) if name.endswith("_loss") or "cross_entropy" in name or name == "kl_div"]
TWINS = ["cross_entropy_loss", "nll_loss_forward", "nll_loss2d", "nll_loss_nd"]
HOMES = ["torch.nn.functional", "torch", "torch._C._nn", "torch._refs.nn.functional", "torch.ops.aten"]
FORBIDDEN = {f"{home}.{name}": WHY for home in HOMES for name in READY_MADE + TWINS}
FORBIDDEN |= dict.fromkeys(["torch.nn.modules.loss", "torch.nn.AdaptiveLogSoftmaxWithLoss"], WHY)


def find_slope(loss, point, target):
    """Return the gradient of a loss at a point, as autograd finds it."""
    point = point.clone().requires_grad_()
    loss(point, target).backward()
    return point.grad


class MseLossProbes:
    @probe
    def loss(student, output, target) -> torch.Tensor:
        return student.mse_loss(output, target)

    @probe
    def loss_in_float64(student, output, target) -> torch.Tensor:
        return student.mse_loss(output.double(), target.double())

    @probe
    def slope(student, output, target) -> torch.Tensor | None:
        output.requires_grad_()
        student.mse_loss(output, target).backward()
        return output.grad

    @probe
    def loss_and_inputs(student, output, target) -> dict:
        loss = student.mse_loss(output, target)
        flags = [output.requires_grad, target.requires_grad]
        return {"loss": loss, "output": output, "target": target, "requires_grad": flags}


@exercise("mse_loss", forbids=FORBIDDEN)
class TestMseLoss(MseLossProbes):
    @pytest.fixture
    def output(self):
        return torch.tensor([0.5, -1.0, 2.0, 3.0])

    @pytest.fixture
    def target(self):
        return torch.tensor([1.0, 1.0, 0.5, 2.0])

    @points(5)
    def test_mean_of_squares(self, loss, output, target):
        """the loss is the mean of the squared differences"""
        assert_close(loss, F.mse_loss(output, target))

    @points(2)
    @pytest.mark.parametrize("output", [torch.tensor([[1.0, -2.0, 0.5], [3.0, 0.0, 1.5]])], ids=["2x3"])
    @pytest.mark.parametrize("target", [torch.tensor([[0.0, 1.0, 1.0], [1.0, 0.5, 0.5]])], ids=["2x3"])
    def test_table(self, loss, output, target):
        """a table of 2 × 3 outputs gives one number, a tensor without dimensions"""
        assert_close(loss, F.mse_loss(output, target))

    @points(4)
    def test_slope(self, slope, output, target):
        """backward() sends the right gradient into the output"""
        assert_close(slope, find_slope(F.mse_loss, output, target))

    @raises(ValueError)
    @points(2)
    @pytest.mark.parametrize(
        ("shapes", "output", "target"),
        [
            ("(4, 1) against (4,)", torch.tensor([[3.0], [0.0], [0.0], [0.0]]), torch.tensor([0.0, 0.0, 0.0, 1.0])),
            ("(3,) against (2,)", torch.tensor([3.0, 0.0, 0.0]), torch.tensor([0.0, 1.0])),
        ],
        ids=["4x1 and 4", "3 and 2"],
    )
    def test_refuses_other_shapes(self, loss, shapes):
        """output against target of shapes {shapes} raises ValueError"""

    @points(1)
    def test_float64(self, loss_in_float64, output, target):
        """float64 in gives float64 out"""
        assert_close(loss_in_float64, F.mse_loss(output.double(), target.double()))

    @points(1)
    def test_leaves_inputs_alone(self, loss_and_inputs, output, target):
        """the loss is right, and output and target stay as they were"""
        inputs = {"output": output, "target": target, "requires_grad": [False, False]}
        assert_close(loss_and_inputs, {"loss": F.mse_loss(output, target), **inputs})


class BinaryCrossEntropyProbes:
    @probe
    def loss(student, probability, target) -> torch.Tensor:
        return student.binary_cross_entropy(probability, target)

    @probe
    def loss_in_float64(student, probability, target) -> torch.Tensor:
        return student.binary_cross_entropy(probability.double(), target.double())

    @probe
    def slope(student, probability, target) -> torch.Tensor | None:
        probability.requires_grad_()
        student.binary_cross_entropy(probability, target).backward()
        return probability.grad

    @probe
    def loss_and_inputs(student, probability, target) -> dict:
        loss = student.binary_cross_entropy(probability, target)
        flags = [probability.requires_grad, target.requires_grad]
        return {"loss": loss, "probability": probability, "target": target, "requires_grad": flags}


@exercise("binary_cross_entropy", forbids=FORBIDDEN)
class TestBinaryCrossEntropy(BinaryCrossEntropyProbes):
    @pytest.fixture
    def probability(self):
        return torch.tensor([0.9, 0.2, 0.6, 0.75])

    @pytest.fixture
    def target(self):
        return torch.tensor([1.0, 0.0, 0.0, 1.0])

    @points(4)
    def test_ones_and_zeros(self, loss, probability, target):
        """the loss judges the ones by log p and the zeros by log(1 − p)"""
        assert_close(loss, F.binary_cross_entropy(probability, target))

    @points(3)
    @pytest.mark.parametrize("target", [torch.tensor([0.8, 0.1, 0.5, 0.0])], ids=["between"])
    def test_targets_between(self, loss, probability, target):
        """a target between 0 and 1 weighs both logarithms"""
        assert_close(loss, F.binary_cross_entropy(probability, target))

    @points(4)
    def test_slope(self, slope, probability, target):
        """backward() sends the right gradient into the probability"""
        assert_close(slope, find_slope(F.binary_cross_entropy, probability, target))

    @points(2)
    @pytest.mark.parametrize("probability", [torch.tensor([1.0, 0.0, 0.0, 1.0])], ids=["sure"])
    def test_sure_and_right(self, loss, probability, target):
        """wholly sure and right costs nothing"""
        assert_close(loss, torch.tensor(0.0))

    @points(2)
    @pytest.mark.parametrize("probability", [torch.tensor([0.0, 0.0, 1.0, 0.5])], ids=["sure"])
    def test_sure_and_wrong(self, loss, probability, target):
        """wholly sure and wrong costs 100, not infinitely much"""
        assert_close(loss, F.binary_cross_entropy(probability, target), rtol=1e-3)

    @raises(ValueError)
    @points(2)
    @pytest.mark.parametrize("probability", [torch.tensor([[0.25], [0.5], [0.5], [0.5]])], ids=["4x1"])
    def test_refuses_other_shapes(self, loss):
        """probability (4, 1) against target (4,) raises ValueError"""

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(
        ("outside", "probability"),
        [(1.5, torch.tensor([0.9, 0.2, 1.5, 0.75])), (-0.25, torch.tensor([0.9, 0.2, -0.25, 0.75]))],
        ids=["above", "below"],
    )
    def test_refuses_outside(self, loss, outside):
        """a probability of {outside} raises ValueError"""

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("probability", [torch.tensor([2.0, -1.5, -3.0, 4.0])], ids=["scores"])
    def test_refuses_scores(self, loss):
        """raw scores in place of probabilities raise ValueError"""

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("probability", [torch.tensor([0.5, 1.5, -0.25, 0.75])], ids=["both"])
    def test_refuses_both_sides(self, loss):
        """one probability above 1 and one below 0 raise ValueError"""

    @points(1)
    def test_float64(self, loss_in_float64, probability, target):
        """float64 in gives float64 out"""
        assert_close(loss_in_float64, F.binary_cross_entropy(probability.double(), target.double()))

    @points(1)
    def test_leaves_inputs_alone(self, loss_and_inputs, probability, target):
        """the loss is right, and probability and target stay as they were"""
        inputs = {"probability": probability, "target": target, "requires_grad": [False, False]}
        assert_close(loss_and_inputs, {"loss": F.binary_cross_entropy(probability, target), **inputs})


class CrossEntropyProbes:
    @probe
    def loss(student, logits, labels) -> torch.Tensor:
        return student.cross_entropy(logits, labels)

    @probe
    def loss_in_float64(student, logits, labels) -> torch.Tensor:
        return student.cross_entropy(logits.double(), labels)

    @probe
    def slope(student, logits, labels) -> torch.Tensor | None:
        logits.requires_grad_()
        student.cross_entropy(logits, labels).backward()
        return logits.grad

    @probe
    def loss_and_inputs(student, logits, labels) -> dict:
        loss = student.cross_entropy(logits, labels)
        return {"loss": loss, "logits": logits, "labels": labels, "requires_grad": logits.requires_grad}


@exercise("cross_entropy", forbids=FORBIDDEN)
class TestCrossEntropy(CrossEntropyProbes):
    @pytest.fixture
    def logits(self):
        return torch.tensor([[2.0, -1.0, 0.5], [0.25, 3.0, 1.0], [-0.5, 1.5, 1.0], [1.0, 0.0, -2.0]])

    @pytest.fixture
    def labels(self):
        return torch.tensor([2, 1, 0, 0])

    @points(5)
    def test_label_of_each_row(self, loss, logits, labels):
        """each row pays −log of the share that its label gets"""
        assert_close(loss, F.cross_entropy(logits, labels))

    @points(3)
    @pytest.mark.parametrize("labels", [torch.tensor([2, 0, 1])], ids=["3x3"])
    @pytest.mark.parametrize(
        "logits", [torch.tensor([[2.0, -1.0, 0.5], [0.25, 3.0, 1.0], [-0.5, 1.5, 1.0]])], ids=["3x3"]
    )
    def test_as_many_rows_as_classes(self, loss, logits, labels):
        """three rows of three classes are still rows, not columns"""
        assert_close(loss, F.cross_entropy(logits, labels))

    @points(4)
    def test_slope(self, slope, logits, labels):
        """backward() sends the right gradient into the scores"""
        assert_close(slope, find_slope(F.cross_entropy, logits, labels))

    @points(1)
    @pytest.mark.parametrize("labels", [torch.tensor([1, 0])], ids=["1 and 0"])
    @pytest.mark.parametrize(
        ("size", "logits"),
        [
            ("10000", torch.tensor([[1e4, 9999.0], [9998.0, 1e4]])),
            ("10000 and −10000", torch.tensor([[1e4, 9999.0], [-1e4, -9998.0]])),
        ],
        ids=["both large", "one large"],
    )
    def test_huge_scores(self, loss, logits, labels, size):
        """scores of {size} give a finite, right loss"""
        assert_close(loss, F.cross_entropy(logits.double(), labels).float(), rtol=0, atol=2e-3)

    @points(2)
    @pytest.mark.parametrize(("logits", "labels"), [(torch.tensor([[1e4, -1e4, 0.0]]), torch.tensor([2]))], ids=["far"])
    def test_huge_difference(self, loss, logits, labels):
        """a label 10000 below the largest score gives a finite, right loss"""
        assert_close(loss, F.cross_entropy(logits.double(), labels).float(), rtol=0, atol=2e-3)

    @raises(ValueError)
    @points(2)
    @pytest.mark.parametrize(
        ("wrong", "labels"),
        [(3, torch.tensor([2, 3, 0, 0])), (-1, torch.tensor([2, -1, 0, 0]))],
        ids=["above", "below"],
    )
    def test_refuses_label(self, loss, wrong):
        """a label {wrong} among 3 classes raises ValueError"""

    @raises(ValueError)
    @points(2)
    @pytest.mark.parametrize(
        ("shape", "labels"),
        [("(3,)", torch.tensor([0, 0, 0])), ("(4, 1)", torch.tensor([[0], [0], [0], [0]]))],
        ids=["3", "4x1"],
    )
    def test_refuses_shapes(self, loss, shape):
        """logits (4, 3) with labels {shape} raise ValueError"""

    @points(1)
    def test_float64(self, loss_in_float64, logits, labels):
        """float64 in gives float64 out"""
        assert_close(loss_in_float64, F.cross_entropy(logits.double(), labels))

    @points(2)
    def test_leaves_inputs_alone(self, loss_and_inputs, logits, labels):
        """the loss is right, and logits and labels stay as they were"""
        inputs = {"logits": logits, "labels": labels, "requires_grad": False}
        assert_close(loss_and_inputs, {"loss": F.cross_entropy(logits, labels), **inputs})
