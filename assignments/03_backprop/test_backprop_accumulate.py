"""Checks of gradients that add up over batches."""

import pytest
import torch
from test_backprop import find_slopes, load
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("accumulate_gradients")
class TestAccumulateGradients:
    @pytest.fixture
    def weights(self):
        return {"weight": torch.tensor([[0.5, -1.0]]), "bias": torch.tensor([0.25])}

    @pytest.fixture
    def batches(self):
        three = (torch.tensor([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]]), torch.tensor([[1.0], [0.0], [-2.0]]))
        return [three, (torch.tensor([[0.5, 4.0]]), torch.tensor([[3.0]]))]

    @pytest.fixture
    def right(self, weights, batches):
        x, y = map(torch.cat, zip(*batches, strict=True))
        slopes = find_slopes(lambda **weight: F.mse_loss(F.linear(x, **weight), y), weights)
        return {"mean loss": F.mse_loss(F.linear(x, **weights), y).item(), "gradients": slopes}

    @probe
    def outcome(student, weights, batches, given, used_before) -> dict:
        model = load(nn.Linear(2, 1), weights)
        if used_before:
            model(batches[0][0]).sum().backward()
        loss = student.accumulate_gradients(model, batches if given == "a list" else iter(batches), nn.MSELoss())
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def refusals(student, several) -> list:
        seen = []
        for batches in several:
            model = nn.Linear(2, 1)
            (3 * model.bias).sum().backward()
            old = model.bias.grad.clone()
            try:
                student.accumulate_gradients(model, batches, nn.MSELoss())
                gives = "a loss"
            except ValueError:
                gives = "ValueError"
            kept = model.weight.grad is None and model.bias.grad is not None and torch.equal(model.bias.grad, old)
            seen.append({"gives": gives, "old gradients are there": kept})
        return seen

    @probe
    def work(student, weights, batches) -> dict[str, int]:
        sizes, passes = [], []

        class Model(nn.Linear):
            def forward(self, x):
                sizes.append(len(x))
                return super().forward(x)

        model = load(Model(2, 1), weights)
        model.weight.register_hook(lambda gradient: passes.append(1))
        student.accumulate_gradients(model, batches, nn.MSELoss())
        return {"most samples at once": max(sizes, default=0), "backward passes": len(passes)}

    @points(3)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", False)])
    def test_gradients(self, outcome, right):
        """.grad holds the gradient of the mean over all samples"""
        assert_close(outcome["gradients"], right["gradients"])

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", False)])
    def test_mean_loss(self, outcome, right):
        """the mean loss over all samples comes back as a float"""
        assert_close(outcome["mean loss"], right["mean loss"])

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", True)])
    def test_earlier_gradients(self, outcome, right):
        """gradients from earlier are cleared first"""
        assert_close(outcome, right)

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a generator", False)])
    def test_generator(self, outcome, right):
        """a generator of batches is read once"""
        assert_close(outcome, right)

    @points(2)
    def test_one_backward_a_batch(self, work):
        """every batch has a backward of its own, and batches are not joined"""
        assert work["most samples at once"] <= 3, f"the model got {work['most samples at once']} samples at once"
        assert work["backward passes"] == 2, f"backward ran {work['backward passes']} times for 2 batches"

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize(("batches", "given", "used_before"), [([], "a list", False)], ids=["none"])
    def test_no_batches(self, outcome):
        """no batches raise ValueError"""

    @points(1)
    @pytest.mark.parametrize("several", [[[], [(torch.tensor([[0.5, 4.0]]), torch.tensor([[3.0]]))]]], ids=["0 and 1"])
    def test_no_batches_change_nothing(self, refusals):
        """where no batches are refused, and only there, the old gradients are still there"""
        right = {"ValueError": True, "a loss": False}
        assert refusals == [{"gives": gives, "old gradients are there": kept} for gives, kept in right.items()]
