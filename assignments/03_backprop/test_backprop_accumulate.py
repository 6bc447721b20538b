"""Checks of gradients that add up over batches."""

import pytest
import torch
from test_backprop import find_slopes
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


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
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        if used_before:
            model(batches[0][0]).sum().backward()
        loss = student.accumulate_gradients(model, batches if given == "a list" else iter(batches), nn.MSELoss())
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def refusal(student, weights, batches) -> ValueError:
        return student.accumulate_gradients(nn.Linear(2, 1), batches, nn.MSELoss())

    @probe
    def gradients_after_refusal(student, batches) -> list:
        import contextlib

        model = nn.Linear(2, 1)
        (3 * model.bias).sum().backward()
        with contextlib.suppress(ValueError):
            student.accumulate_gradients(model, batches, nn.MSELoss())
        return [model.weight.grad, model.bias.grad]

    @probe
    def work(student, weights, batches) -> dict[str, int]:
        sizes, passes = [], []

        class Model(nn.Linear):
            def forward(self, x):
                sizes.append(len(x))
                return super().forward(x)

        model = Model(2, 1)
        model.load_state_dict(weights)
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

    @points(1)
    @pytest.mark.parametrize("batches", [[]], ids=["none"])
    def test_no_batches(self, refusal):
        """no batches raise ValueError"""

    @points(1)
    @pytest.mark.parametrize("batches", [[]], ids=["none"])
    def test_no_batches_change_nothing(self, gradients_after_refusal):
        """after no batches the old gradients are still there"""
        assert_close(gradients_after_refusal, [None, torch.tensor([3.0])])
