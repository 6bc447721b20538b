"""Checks of training and of judging that students do not receive."""

import pytest
import torch
from test_feedforward import waves
from test_feedforward_trained import EvaluateProbes, TrainProbes, as_list, descend
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


@exercise("train")
class TestTrainHidden(TrainProbes):
    @pytest.fixture
    def x(self):
        # More than anybody puts into one batch where all are asked for.
        return 2 * waves(70, 2)

    @pytest.fixture
    def y(self):
        return (torch.arange(70) % 3 == 0).float()

    @pytest.fixture
    def settings(self):
        # With so large a step the loss rises now and then.
        return {"epochs": 20, "lr": 4.0}

    @points(4)
    def test_long_training(self, trained, weights, x, y, settings):
        """many epochs give the losses and the weights of plain SGD, whether the loss falls or rises"""
        losses, weights = descend(weights, x, y, **settings)

        assert_close(trained["losses"], losses)
        assert_close(trained["weights"], weights)

    @probe
    def losses(student, weights, x, y, settings) -> list[float]:
        model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid())
        model.load_state_dict(weights)
        # By position: the order of the arguments is fixed, too.
        return as_list(student.train(model, x, y, settings["epochs"], settings["lr"]))

    @pytest.mark.parametrize(
        ("x", "y", "settings"),
        [pytest.param(waves(2, 2), torch.tensor([1.0, 0.0]), {"epochs": 60, "lr": 5.0}, id="two points")],
    )
    @points(3)
    def test_two_points(self, losses, weights, x, y, settings):
        """two points are enough to train on, for all epochs, however small the loss"""
        assert_close(losses, descend(weights, x, y, **settings)[0])

    @pytest.mark.parametrize(
        ("x", "y"), [pytest.param(waves(6, 2).double(), torch.tensor([1.0, 0, 1, 1, 0, 1]).double(), id="float64")]
    )
    @points(3)
    def test_float64(self, trained, weights, x, y, settings):
        """a float64 model is trained on float64 points"""
        weights = {name: value.double() for name, value in weights.items()}

        assert_close(trained["weights"], descend(weights, x, y, **settings)[1])


@exercise("evaluate")
class TestEvaluateHidden(EvaluateProbes):
    @pytest.fixture
    def x(self):
        # More than a batch of 64, and no multiple of it. Of the last, the model is wholly sure, and wrong.
        return torch.cat([3 * waves(149, 2), torch.tensor([[60.0, -60.0]])])

    @pytest.fixture
    def y(self):
        return (torch.arange(150) % 4 < 1).float()

    @points(2)
    def test_loss(self, loss_and_accuracy, x, y):
        """other points have their loss in eval mode, one that is wholly sure and wrong, too"""
        assert_close(loss_and_accuracy[0], F.binary_cross_entropy((x[:, 0] - x[:, 1]).sigmoid(), y).item())

    @points(2)
    def test_accuracy(self, loss_and_accuracy, x, y):
        """other points have their accuracy in eval mode"""
        assert_close(loss_and_accuracy[1], ((x[:, 0] >= x[:, 1]) == y.bool()).float().mean().item())

    @pytest.mark.parametrize(
        ("x", "y"), [pytest.param(waves(5, 2).double(), torch.tensor([1.0, 0, 0, 1, 0]).double(), id="float64")]
    )
    @points(1)
    def test_float64(self, loss_and_accuracy, x, y):
        """float64 points are judged as well"""
        assert_close(loss_and_accuracy[0], F.binary_cross_entropy((x[:, 0] - x[:, 1]).sigmoid(), y).item())

    @probe
    def left_as_found(student, x, y) -> dict:
        model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
        model.load_state_dict({"0.weight": torch.tensor([[2.0, -1.0]]), "0.bias": torch.tensor([0.5])})
        for p in model.parameters():
            p.grad = torch.ones_like(p)
        model[0].bias.requires_grad_(False)
        with torch.no_grad():
            _, accuracy = student.evaluate(model, x, y)
            records = torch.is_grad_enabled()
        return {
            "accuracy": accuracy,
            "x": x,
            "y": y,
            "x wants gradients": x.requires_grad,
            "records graphs": records,
            "gradients wanted": [p.requires_grad for p in model.parameters()],
            "gradients": [p.grad for p in model.parameters()],
        }

    @points(2)
    def test_left_as_found(self, left_as_found, x, y):
        """points, weights and gradients stay as they are, and so does torch.no_grad() around the call"""
        right = (2 * x[:, 0] - x[:, 1] + 0.5 >= 0) == y.bool()

        assert left_as_found["gradients wanted"][0], "the weights want no gradients any more"
        assert not left_as_found["gradients wanted"][1], "frozen weights want gradients now"
        kept = {"x": x, "y": y, "gradients": [torch.ones(1, 2), torch.ones(1)], "records graphs": False}
        kept["x wants gradients"] = False
        found = {name: left_as_found[name] for name in ("accuracy", *kept)}
        assert_close(found, {"accuracy": right.float().mean().item(), **kept})
