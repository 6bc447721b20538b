"""Checks of training on all points, and of judging what was learnt."""

import numpy
import pytest
import torch
from test_feedforward import unpack, waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import Curves, Plane, assert_close, exercise, helper, picture, points, probe


def three_blobs():
    """Return 60 points around three centres, class 0. around the first."""
    centres = torch.tensor([[-1.0, 1.5], [1.5, 1.0], [0.0, -1.5]])
    noise = torch.randn(60, 2, generator=torch.Generator().manual_seed(6))
    return centres.repeat(20, 1) + 0.7 * noise, torch.tensor([0.0, 1.0, 1.0]).repeat(20)


def score(weights, view, steps=40):
    """Return the scores of the model of `train` on a grid over the view, before its sigmoid: above 0 is class 1."""
    x, y = torch.linspace(*view[:2], steps), torch.linspace(*view[2:], steps)
    grid = torch.cartesian_prod(y, x).flip(1)
    hidden = torch.tanh(F.linear(grid, weights["0.weight"], weights["0.bias"]))
    return F.linear(hidden, weights["2.weight"], weights["2.bias"]).reshape(steps, steps)


def descend(weights, x, y, epochs, lr):
    """Return the losses and the last weights of plain SGD on the model that `train` is given."""
    losses = []
    for _ in range(epochs):
        w1, b1, w2, b2 = leaves = [weight.clone().requires_grad_() for weight in weights.values()]
        output = torch.sigmoid(F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2))[:, 0]
        loss = F.binary_cross_entropy(output, y)
        slopes = torch.autograd.grad(loss, leaves)
        weights = {name: (w - lr * d).detach() for name, w, d in zip(weights, leaves, slopes, strict=True)}
        losses.append(loss.item())
    return losses, weights


@helper
def as_list(losses):
    """Return a list in place of any other sequence or array."""
    from collections import deque

    return list(losses) if isinstance(losses, (tuple, deque, numpy.ndarray)) else losses


class TrainProbes:
    @probe
    def trained(student, weights, x, y, settings, start) -> dict:
        class Model(nn.Sequential):
            def forward(self, x):
                # Its answers differ in eval mode, so whoever trains it there arrives elsewhere.
                return super().forward(x if self.training else -x)

        inner = Model(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid()).to(x.dtype)
        inner.load_state_dict(weights)
        # Its mode is that of all its layers.
        model = nn.Sequential(inner).train(start["mode"] == "train")
        for p in model.parameters():
            p.grad = torch.full_like(p, start["gradients"])
        losses = as_list(student.train(model, x, y, **settings))
        flags = {
            "x and y require gradients": x.requires_grad or y.requires_grad,
            "weights require gradients": all(p.requires_grad for p in model.parameters()),
            "torch records graphs": torch.is_grad_enabled(),
            "in train mode": model.training and inner.training,
        }
        return {"losses": losses, "weights": inner.state_dict(), "x": x, "y": y, "flags": flags}

    @pytest.fixture
    def weights(self):
        return {"0.weight": waves(3, 2), "0.bias": waves(3), "2.weight": waves(1, 3), "2.bias": torch.tensor([-0.5])}

    @pytest.fixture
    def start(self):
        return {"mode": "train", "gradients": 0.0}


ON_BLOBS = pytest.mark.parametrize(
    ("x", "y", "settings"), [pytest.param(*three_blobs(), {"epochs": 100, "lr": 0.5}, id="blobs")]
)


@exercise("train")
class TestTrain(TrainProbes):
    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -2.0], [0.5, 3.0], [-1.5, 0.5], [-2.0, -1.0], [2.0, 2.0]])

    @pytest.fixture
    def y(self):
        return torch.tensor([1.0, 0.0, 0.0, 1.0, 0.0])

    @pytest.fixture
    def settings(self):
        return {"epochs": 4, "lr": 0.5}

    @points(4)
    def test_losses(self, trained, weights, x, y, settings):
        """it returns the loss of each epoch, measured before the step"""
        assert_close(trained["losses"], descend(weights, x, y, **settings)[0])

    @points(4)
    def test_weights(self, trained, weights, x, y, settings):
        """each epoch is one step of plain SGD on nn.BCELoss"""
        assert_close(trained["weights"], descend(weights, x, y, **settings)[1])

    @ON_BLOBS
    @points(1)
    def test_blobs(self, trained, weights, x, y, settings):
        """on three blobs, 100 epochs give the losses and the weights of plain SGD"""
        losses, weights = descend(weights, x, y, **settings)

        assert_close([trained["losses"], trained["weights"]], [losses, weights], rtol=1e-4, atol=1e-4)

    @ON_BLOBS
    @picture
    def losses(self, trained, weights, x, y, settings):
        """the loss of each epoch on three blobs"""
        return Curves(
            {"yours": trained["losses"], "right": descend(weights, x, y, **settings)[0]}, across="epoch", up="loss"
        )

    @ON_BLOBS
    @picture
    def boundary(self, trained, weights, x, y, settings):
        """where the trained network changes its mind between the classes"""
        view = (-3.0, 3.5, -3.5, 3.5)
        right = descend(weights, x, y, **settings)[1]
        return Plane(
            view,
            points={"class 0": x[y == 0], "class 1": x[y == 1]},
            fields={"yours": score(trained["weights"], view), "right": score(right, view)},
            levels=[0],
        )

    @pytest.mark.parametrize("start", [pytest.param({"mode": "train", "gradients": 3.0}, id="left over")])
    @points(4)
    def test_cleared_gradients(self, trained, weights, x, y, settings):
        """gradients that are left over from before do not count"""
        assert_close(trained["weights"], descend(weights, x, y, **settings)[1])

    @pytest.mark.parametrize("start", [pytest.param({"mode": "eval", "gradients": 0.0}, id="eval")])
    @points(3)
    def test_train_mode(self, trained, weights, x, y, settings):
        """a model that comes in eval mode is trained in train mode"""
        assert_close(trained["weights"], descend(weights, x, y, **settings)[1])

    @points(2)
    def test_arguments_stay(self, trained, weights, x, y, settings):
        """x and y stay as they are while the model learns, and it can go on learning"""
        flags = {
            "x and y require gradients": False,
            "weights require gradients": True,
            "torch records graphs": True,
            "in train mode": True,
        }
        expected = {"losses": descend(weights, x, y, **settings)[0], "x": x, "y": y, "flags": flags}

        assert_close({name: trained[name] for name in expected}, expected)

    @probe
    def losses_by_default(student, weights, x, y) -> list[float]:
        model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1), nn.Sigmoid())
        model.load_state_dict(weights)
        return as_list(student.train(model, x, y))

    @points(2)
    def test_defaults(self, losses_by_default, weights, x, y):
        """without further arguments it takes 50 epochs with lr=0.01"""
        assert_close(losses_by_default, descend(weights, x, y, 50, 0.01)[0])


class EvaluateProbes:
    @probe
    def loss_and_accuracy(student, x, y) -> tuple[float, float] | list[float]:
        class Model(nn.Linear):
            def forward(self, x):
                # It has parameters as all networks have, for answers that ask for one, and known outputs.
                p = torch.sigmoid(x[:, :1] - x[:, 1:])
                return 1 - p if self.training else p

        return unpack(student.evaluate(nn.Sequential(Model(2, 1).to(x.dtype)), x, y))

    @probe
    def circumstances(student, x, y, training) -> dict:
        graphs, model = [], nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()).to(x.dtype).train(training)
        model[0].register_forward_hook(lambda layer, inputs, output: graphs.append(output.requires_grad))
        student.evaluate(model, x, y)
        modes = [module.training for module in model.modules()]
        return {
            "answers": len(graphs),
            "graph meanwhile": any(graphs),
            "graph afterwards": torch.is_grad_enabled(),
            "modes": modes,
        }


@exercise("evaluate")
class TestEvaluate(EvaluateProbes):
    @pytest.fixture
    def x(self):
        return torch.tensor([[2.0, 1.0], [3.0, 1.0], [0.5, 0.5], [-1.0, 2.0], [1.5, 0.0], [0.0, 1.0], [-2.0, -2.0]])

    @pytest.fixture
    def y(self):
        return torch.tensor([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0])

    @points(3)
    def test_loss(self, loss_and_accuracy, x, y):
        """the first number is the loss in eval mode"""
        assert_close(loss_and_accuracy[0], F.binary_cross_entropy((x[:, 0] - x[:, 1]).sigmoid(), y).item())

    @points(4)
    def test_accuracy(self, loss_and_accuracy):
        """the second is the share of right answers in eval mode, where an output of 0.5 says class 1"""
        assert_close(loss_and_accuracy[1], 6 / 7)

    @pytest.mark.parametrize("training", [True, False])
    @points(2)
    def test_mode_stays(self, circumstances, training):
        """a model that comes with training={training} goes with training={training}"""
        assert circumstances["answers"], "the model was not asked"
        assert circumstances["modes"] == [training] * 3

    @pytest.mark.parametrize("training", [True])
    @points(2)
    def test_no_graph(self, circumstances):
        """no graph is recorded meanwhile, and torch records graphs again afterwards"""
        assert circumstances["answers"], "the model was not asked"
        assert not circumstances["graph meanwhile"], "the model's output came with a graph: use torch.no_grad()"
        assert circumstances["graph afterwards"], "after evaluate torch records no graphs any more"
