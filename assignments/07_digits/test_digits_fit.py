"""Checks of the whole training, epoch after epoch."""

import numpy
import pytest
import torch
from test_digits import DIGITS, minibatches, resize, waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import Curves, Images, Matrix, assert_close, exercise, helper, picture, points, probe


@helper
def train_epoch(model, batches, criterion, optimizer):
    """Take a step for each batch, and return the mean loss per sample."""
    losses, sizes = [], []
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item() * len(x))
        sizes.append(len(x))
    return sum(losses) / sum(sizes)


@helper
def accuracy(model, x, y, batch_size=256):
    """Return the share of right answers."""
    mode = model.training
    model.eval()
    with torch.no_grad():
        answers = torch.cat([model(part).argmax(1) for part in x.split(batch_size)])
    model.train(mode)
    return (answers == y).double().mean().item()


@helper
def as_list(entries):
    """Return a list in place of any other sequence or array."""
    from collections import deque

    return list(entries) if isinstance(entries, (tuple, deque, numpy.ndarray)) else entries


class FitProbes:
    @probe
    def runs(student, weights, train, test, settings) -> list[dict]:
        class Model(nn.Linear):
            def forward(self, x):
                # The first number of a sample says which one it is, the others are learnt from.
                numbers, x = x.flatten(1)[:, :1], x.flatten(1)[:, 1:]
                scores = super().forward(x)
                if self.training:
                    rows = torch.cat([numbers, scores.detach()], dim=1)
                    # How often the model is asked before a step is free.
                    if not seen or not torch.equal(seen[-1], rows):
                        seen.append(rows)
                elif not learnt or not torch.equal(learnt[-1], self.weight):
                    learnt.append(self.weight.detach().clone())
                return scores

        found = []
        for setting in settings:
            seen, learnt, model = [], [], Model(*reversed(weights.shape), bias=False)
            model.load_state_dict({"weight": weights})
            torch.manual_seed(len(found))
            # Some checks give them by position: the order of the arguments is fixed, too.
            given = ((), setting) if isinstance(setting, dict) else (setting, {})
            history = student.fit(model, train, test, *given[0], **given[1])
            drawn, seen = torch.rand(()), torch.cat([torch.empty(0, 1 + len(weights)), *seen])
            if isinstance(history, dict):
                history = {name: as_list(entries) for name, entries in history.items()}
            found.append({"history": history, "seen": seen, "learnt": learnt, "last": model.weight, "drawn": drawn})
            found[-1]["can go on"] = model.weight.requires_grad and torch.is_grad_enabled()
            found[-1]["in train mode"] = model.training
        return found


def recompute(run, weights, train, test):
    """Return the history that follows from what the model saw, and from the weights with which it was examined."""
    scores, labels = run["seen"][:, 1:].split(len(train[0])), train[1][run["seen"][:, 0].long()].split(len(train[0]))
    learnt = [weight for weight in run["learnt"] if not torch.equal(weight, weights)]
    answers = [(test[0].flatten(1)[:, 1:] @ weight.T).argmax(1) for weight in learnt]
    return {
        "train_loss": [F.cross_entropy(*epoch).item() for epoch in zip(scores, labels, strict=True)],
        "test_accuracy": [(answer == test[1]).double().mean().item() for answer in answers],
    }


def numbered(x):
    """Return x with the number of each sample in the place of its first number."""
    x = x.clone()
    x.flatten(1)[:, 0] = torch.arange(len(x))
    return x


def digits(first):
    """Return start weights, train and test: every fourth digit from the first one on is in test, train is sorted."""
    x, y = resize(DIGITS.images), torch.as_tensor(DIGITS.target)
    in_test = torch.arange(1797) % 4 == first
    order = y[~in_test].argsort(stable=True)
    train = (numbered(x[~in_test][order]), y[~in_test][order])
    return torch.zeros(10, 1023), train, (numbered(x[in_test]), y[in_test])


MOST_SHOWN = 24  # images in one picture
ON_DIGITS = pytest.mark.parametrize(
    ("weights", "train", "test", "settings"),
    [pytest.param(*digits(first=0), [{"epochs": 8, "lr": 0.01, "seed": 0}], id="digits")],
)


@exercise("fit", builds_on=[minibatches, train_epoch, accuracy])
class TestFit(FitProbes):
    @pytest.fixture
    def weights(self):
        return waves(3, 4)

    @pytest.fixture
    def train(self):
        y = torch.arange(60) // 20
        return numbered(2 * waves(60, 5) + F.one_hot(y, 5)), y

    @pytest.fixture
    def test(self):
        y = torch.arange(24) % 3
        return numbered(2 * waves(24, 5).flip(0) + F.one_hot(y, 5)), y

    @pytest.fixture
    def settings(self):
        usual = {"epochs": 3, "lr": 0.05, "seed": 5}
        return [usual, usual, usual | {"seed": 6}, usual | {"lr": 0.1}]

    @points(2)
    def test_entries(self, runs):
        """the history has one train loss and one test accuracy for each epoch"""
        lengths = {name: len(entries) for name, entries in runs[0]["history"].items()}

        assert lengths == {"train_loss": 3, "test_accuracy": 3}

    @points(3)
    def test_train_loss(self, runs, weights, train, test):
        """train_loss holds what train_epoch returned: the mean loss per sample"""
        assert_close(runs[0]["history"]["train_loss"], recompute(runs[0], weights, train, test)["train_loss"])

    @points(3)
    def test_test_accuracy(self, runs, weights, train, test):
        """test_accuracy holds the accuracy on the test set after each epoch"""
        assert_close(runs[0]["history"]["test_accuracy"], recompute(runs[0], weights, train, test)["test_accuracy"])

    @points(1)
    def test_shuffled(self, runs):
        """every epoch takes each sample once, in another order than the one in which they came"""
        orders = [numbers.int().tolist() for numbers in runs[0]["seen"][:, 0].split(60)]

        assert [sorted(order) for order in orders] == [list(range(60))] * 3
        assert list(range(60)) not in orders, "the samples were not shuffled"

    @points(1)
    def test_seeds(self, runs):
        """the same seed gives the same history, another seed another order"""
        usual, again, other, _ = runs

        assert_close(again["history"], usual["history"])
        assert not torch.equal(usual["seen"][:60, 0], other["seen"][:60, 0]), "two seeds gave the same order"

    @points(1)
    def test_learning_rate(self, runs):
        """another learning rate leads to other weights"""
        assert not torch.equal(runs[0]["last"], runs[3]["last"]), "lr=0.05 and lr=0.1 led to the same weights"

    @ON_DIGITS
    @points(2)
    def test_digits(self, runs, weights, train, test):
        """on the digits, the best of 8 epochs gets at least 90 % right"""
        assert_learns_digits(runs[0], weights, train, test)

    @ON_DIGITS
    @picture
    def history(self, runs, weights, train, test):
        """the loss on the train digits and the accuracy on the test digits, epoch after epoch"""
        recomputed = recompute(runs[0], weights, train, test)
        return Curves(
            {"train loss": recomputed["train_loss"], "test accuracy": recomputed["test_accuracy"]}, "epoch", ""
        )

    @ON_DIGITS
    @picture
    def mistakes(self, runs, test):
        """digits of the test set that the trained network gets wrong"""
        answers, labels = answer(runs[0], test), test[1]
        wrong = (answers != labels).nonzero()[:MOST_SHOWN, 0]
        return Images(test[0][wrong, 0, 1::4, 1::4], [f"{labels[i]}, taken for {answers[i]}" for i in wrong.tolist()])

    @ON_DIGITS
    @picture
    def confusion(self, runs, test):
        """how often each digit of the test set gets each answer"""
        cells = torch.bincount(test[1] * 10 + answer(runs[0], test), minlength=100).reshape(10, 10)
        return Matrix(cells, down="digit", across="answer")


def answer(run, test):
    """Return what the network says of each test image with the weights that it has in the end."""
    return (test[0].flatten(1)[:, 1:] @ run["last"].T).argmax(1)


def assert_learns_digits(run, weights, train, test):
    """Fail unless the accuracies are what the weights of each epoch give, and the best is at least 0.90."""
    accuracies = recompute(run, weights, train, test)["test_accuracy"]
    # Two samples may lie so close to a boundary that the last digits decide.
    assert_close(run["history"]["test_accuracy"], accuracies, rtol=0, atol=2.5 / len(test[0]))
    assert max(accuracies) >= 0.90, f"the best accuracy on the test set is {max(accuracies):.3f}"
