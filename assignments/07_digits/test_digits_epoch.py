"""Checks of one epoch of training, and of how much is right after it."""

import pytest
import torch
from test_digits import waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, on_device, points, probe


def descend(weights, batches, lr):
    """Return the mean loss per sample and the last weights of one epoch of plain SGD with a linear layer."""
    total = 0.0
    for x, y in batches:
        w, b = leaves = [value.clone().requires_grad_() for value in weights.values()]
        loss = F.cross_entropy(x @ w.T + b, y)
        slopes = torch.autograd.grad(loss, leaves)
        weights = {name: (old - lr * d).detach() for name, old, d in zip(weights, leaves, slopes, strict=True)}
        total += loss.item() * len(x)
    return total / sum(len(x) for x, _ in batches), weights


class TrainEpochProbes:
    @probe
    def trained(student, weights, batches, lr, mode) -> dict:
        class Model(nn.Linear):
            def forward(self, x):
                # Its answers differ in eval mode, so whoever trains it there arrives elsewhere.
                return super().forward(x if self.training else -x)

        inner = Model(2, 3).to(batches[0][0].dtype)
        inner.load_state_dict(weights)
        # Its mode is that of all its layers.
        model = nn.Sequential(inner).train(mode == "train")
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        loss = student.train_epoch(model, batches, nn.CrossEntropyLoss(), optimizer)
        return {"loss": loss, "weights": inner.state_dict()}

    @probe
    def loss_of_a_generator(student, weights, batches, lr) -> float:
        model = nn.Linear(2, 3)
        model.load_state_dict(weights)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        return student.train_epoch(model, (batch for batch in batches), nn.CrossEntropyLoss(), optimizer)

    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 2), "bias": waves(3)}

    @pytest.fixture
    def lr(self):
        return 0.5

    @pytest.fixture
    def mode(self):
        return "train"


@exercise("train_epoch")
class TestTrainEpoch(TrainEpochProbes):
    @on_device
    def train_on(student, device):
        model = nn.Linear(2, 3, device=device)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        batch = torch.zeros(4, 2, device=device), torch.zeros(4, dtype=torch.int64, device=device)
        student.train_epoch(model, [batch, batch], nn.CrossEntropyLoss(), optimizer)

    @pytest.fixture
    def batches(self):
        """Give batches of 4, 4 and 1 samples."""
        x, y = 2 * waves(9, 2), torch.tensor([0, 1, 2, 0, 1, 2, 2, 1, 0])
        return list(zip(x.split(4), y.split(4), strict=True))

    @points(3)
    def test_loss(self, trained, weights, batches, lr):
        """it returns the mean loss per sample, for batches of 4, 4 and 1"""
        assert_close(trained["loss"], descend(weights, batches, lr)[0])

    @points(3)
    def test_weights(self, trained, weights, batches, lr):
        """each batch is one step, from cleared gradients"""
        assert_close(trained["weights"], descend(weights, batches, lr)[1])

    @pytest.mark.parametrize("mode", ["eval"])
    @points(2)
    def test_train_mode(self, trained, weights, batches, lr):
        """a model that comes in eval mode is trained in train mode"""
        assert_close(trained["weights"], descend(weights, batches, lr)[1])

    @points(2)
    def test_generator(self, loss_of_a_generator, weights, batches, lr):
        """the batches may come from a generator, which can be read only once"""
        assert_close(loss_of_a_generator, descend(weights, batches, lr)[0])


class AccuracyProbes:
    @probe
    def share(student, scores, labels, settings) -> float:
        class Model(nn.Linear):
            def forward(self, x):
                # It has parameters as all networks have, for answers that ask for one, and known outputs.
                return x.roll(2 if self.training else 1, dims=1)

        return student.accuracy(nn.Sequential(Model(1, 1)), scores, labels, **settings)

    @probe
    def circumstances(student, scores, labels, mode) -> dict:
        graphs, model = [], nn.Sequential(nn.Linear(3, 3)).train(mode == "train")
        model[0].register_forward_hook(lambda layer, inputs, output: graphs.append(output.requires_grad))
        student.accuracy(model, scores, labels)
        modes = ["train" if module.training else "eval" for module in model.modules()]
        return {
            "answers": len(graphs),
            "graph meanwhile": any(graphs),
            "graph afterwards": torch.is_grad_enabled(),
            "modes": modes,
        }


@exercise("accuracy")
class TestAccuracy(AccuracyProbes):
    @on_device
    def measure_on(student, device):
        x, y = torch.zeros(5, 2, device=device), torch.zeros(5, dtype=torch.int64, device=device)
        student.accuracy(nn.Linear(2, 3, device=device), x, y, batch_size=2)

    @pytest.fixture
    def scores(self):
        return waves(7, 3)

    @pytest.fixture
    def labels(self):
        return torch.tensor([1, 0, 2, 2, 1, 2, 2])

    @pytest.mark.parametrize("settings", [{"batch_size": 3}], ids=["batches of 3, 3 and 1"])
    @points(2)
    def test_share(self, share):
        """four right answers of seven are 4/7, in batches of 3, 3 and 1"""
        assert_close(share, 4 / 7)

    @pytest.mark.parametrize("settings", [{}], ids=["default"])
    @points(1)
    def test_default(self, share):
        """the batch size can be left out"""
        assert_close(share, 4 / 7)

    @pytest.mark.parametrize("mode", ["train", "eval"])
    @points(1)
    def test_mode_stays(self, circumstances, mode):
        """a model that comes in {mode} mode goes in {mode} mode"""
        assert circumstances["answers"], "the model was not asked"
        assert circumstances["modes"] == [mode] * 2

    @pytest.mark.parametrize("mode", ["train"])
    @points(2)
    def test_no_graph(self, circumstances):
        """no graph is recorded meanwhile, and torch records graphs again afterwards"""
        assert circumstances["answers"], "the model was not asked"
        assert not circumstances["graph meanwhile"], "the model's output came with a graph: use torch.no_grad()"
        assert circumstances["graph afterwards"], "after accuracy torch records no graphs any more"
