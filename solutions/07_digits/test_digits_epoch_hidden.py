"""Checks of one epoch of training and of the accuracy that students do not receive."""

import pytest
import torch
from test_digits import waves
from test_digits_epoch import AccuracyProbes, TrainEpochProbes, descend
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


@exercise("train_epoch")
class TestTrainEpochHidden(TrainEpochProbes):
    @pytest.fixture
    def batches(self):
        x, y = 3 * waves(12, 2).double(), torch.arange(12) % 3
        return [[x[:5], y[:5]], [x[5:6], y[5:6]], [x[6:], y[6:]]]

    @points(2)
    def test_float64(self, trained, weights, batches, lr):
        """float64 batches of 5, 1 and 6 samples give the mean loss per sample and their steps"""
        loss, weights = descend({name: value.double() for name, value in weights.items()}, batches, lr)

        assert_close(trained["loss"], loss)
        assert_close(trained["weights"], weights)

    @pytest.fixture
    def targets(self):
        return [(2 * waves(3, 1, 2), 3 * waves(3, 1)), (waves(2, 1, 2), torch.tensor([[0.5], [-0.25]]))]

    @probe
    def trained_with_adam(student, weights, targets) -> dict:
        class OfRows(nn.Linear):
            def forward(self, x):
                # Samples of 1×2 numbers: whoever flattens them gives the model something else.
                return super().forward(x[:, 0])

        def criterion(output, target):
            return F.huber_loss(output, target, delta=0.5)

        model = OfRows(2, 1)
        model.load_state_dict(weights)
        optimizer = torch.optim.Adam([model.weight, model.bias], lr=0.1)
        # The optimizer does not hold it, as with the first layers of a network that is trained further.
        model.frozen = nn.Parameter(torch.ones(1), requires_grad=False)
        losses = [student.train_epoch(model, targets, criterion, optimizer) for _ in range(3)]
        flags = [model.training, model.frozen.requires_grad, *(x.requires_grad for x, _ in targets)]
        weights = {"weight": model.weight.detach(), "bias": model.bias.detach()}
        return {"losses": losses, "weights": weights, "batches": targets, "flags": flags}

    @pytest.mark.parametrize(
        "weights", [pytest.param({"weight": waves(1, 2), "bias": waves(1)}, id="one number a sample")]
    )
    @points(3)
    def test_adam(self, trained_with_adam, weights, targets):
        """another criterion and optimizer work over three epochs; batches and frozen weights stay as they are"""
        w = {name: nn.Parameter(value.clone()) for name, value in weights.items()}
        optimizer, losses = torch.optim.Adam(w.values(), lr=0.1), [0.0] * 3
        for epoch in range(3):
            for x, y in targets:
                loss = F.huber_loss(F.linear(x[:, 0], **w), y, delta=0.5)
                for p, slope in zip(w.values(), torch.autograd.grad(loss, list(w.values())), strict=True):
                    p.grad = slope
                optimizer.step()
                losses[epoch] += loss.item() * len(x) / 5

        found = {"losses": losses, "weights": {name: p.detach() for name, p in w.items()}}
        assert_close(trained_with_adam, {**found, "batches": targets, "flags": [True, False, False, False]})


@exercise("accuracy")
class TestAccuracyHidden(AccuracyProbes):
    @pytest.fixture
    def scores(self):
        return waves(300, 4)

    @pytest.fixture
    def labels(self):
        return torch.arange(300) // 7 % 4

    @pytest.mark.parametrize(
        ("where", "settings"),
        [("batches of uneven sizes", {"batch_size": 128}), ("more than one batch by default", {})],
        ids=["128", "default"],
    )
    @points(1)
    def test_many(self, share, scores, labels, where):
        """many samples are judged in {where}"""
        assert_close(share, (scores.roll(1, dims=1).argmax(1) == labels).double().mean().item())

    @probe
    def left_as_found(student, scores, labels) -> dict:
        class OfRows(nn.Linear):
            def forward(self, x):
                # Samples of 1×4 numbers: whoever flattens them gives the model something else.
                return super().forward(x[:, 0])

        model, scores = OfRows(4, 4).double(), scores.double()
        model.bias.requires_grad_(False).zero_()
        model.weight.grad = torch.ones(4, 4).double()
        with torch.no_grad():
            model.weight.copy_(torch.eye(4))
            share = student.accuracy(model, scores[:, None], labels)
            records, wanted = torch.is_grad_enabled(), [p.requires_grad for p in model.parameters()]
        kept = {"scores": scores, "labels": labels, "gradient": model.weight.grad}
        kept["scores require gradients"] = scores.requires_grad
        return {"share": share, "records": records, "wants gradients": wanted, **kept}

    @points(1)
    def test_left_as_found(self, left_as_found, scores, labels):
        """in float64, samples, weights and gradients stay as they are, and so does torch.no_grad() around the call"""
        share = (scores.argmax(1) == labels).double().mean().item()

        assert left_as_found["wants gradients"][0], "the weights want no gradients any more"
        assert not left_as_found["wants gradients"][1], "frozen weights want gradients now"
        kept = {"scores": scores.double(), "labels": labels, "gradient": torch.ones(4, 4).double()}
        kept["scores require gradients"] = False
        assert_close(left_as_found, {"share": share, "records": False, "wants gradients": [True, False], **kept})
