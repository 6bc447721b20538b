"""A classifier of blobs: make the data, train a small network on it, and judge it on points it has not seen."""

import numpy as np
import torch
from sklearn.datasets import make_blobs
from torch import nn


class Feedforward(nn.Module):
    """Give each point the probability that it belongs to class 1: fc1, ReLU, fc2, sigmoid.

    `fc1` is a linear layer from input_size features to hidden_size, `fc2` from hidden_size to 1, both with a bias.
    Takes a batch of shape (N, input_size), returns probabilities of shape (N, 1).

    >>> model = Feedforward(input_size=2, hidden_size=10)
    >>> model(torch.zeros(4, 2)).shape
    torch.Size([4, 1])
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(hidden))


def blob_label(y: np.ndarray, label: int, loc: list[int]) -> np.ndarray:
    """Return a copy of y in which every entry found in the list loc is label.

    y is a NumPy array of any shape, and stays as it is. The copy has its shape and its dtype.

    >>> blobs = np.array([0, 1, 2, 1])
    >>> blob_label(blobs, 5, [1, 2])
    array([0, 5, 5, 5])
    >>> blobs
    array([0, 1, 2, 1])
    """
    labels = y.copy()
    labels[np.isin(y, loc)] = label
    return labels


def make_blob_data(
    n_train: int, n_test: int, seed: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (x_train, y_train, x_test, y_test): points from three blobs, and their classes.

    Draw the blobs ONCE with `make_blobs` (cluster_std 1.5, centres drawn by the seed), then split them, so that train
    and test share their centres. Blob 0 is class 0., the other two are class 1. All four are float32 tensors: x of
    shape (n, 2), y of shape (n,). The same seed gives the same data, another seed other data, and the global random
    state stays as it is.

    >>> x_train, y_train, x_test, y_test = make_blob_data(n_train=60, n_test=30, seed=0)
    >>> x_train.shape, y_train.shape, x_test.shape, y_test.shape
    (torch.Size([60, 2]), torch.Size([60]), torch.Size([30, 2]), torch.Size([30]))
    """
    points, blobs = make_blobs(n_train + n_test, n_features=2, centers=3, cluster_std=1.5, random_state=seed)
    x = torch.tensor(points, dtype=torch.float32)
    y = torch.tensor(blob_label(blobs, 1, [1, 2]), dtype=torch.float32)
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int = 50, lr: float = 0.01) -> list[float]:
    """Train the model on all points at once, and return the loss of each epoch as a float.

    Each epoch is one step of plain SGD (no momentum) on `nn.BCELoss` in train mode, from cleared gradients: what the
    parameters' `.grad` holds beforehand does not count. The loss of an epoch is the one BEFORE its step. x has the
    shape (N, d) with N ≥ 2, y has (N,), and model(x) has (N, 1). x and y stay as they are.

    >>> x_train, y_train, _, _ = make_blob_data(n_train=60, n_test=30, seed=0)
    >>> losses = train(Feedforward(2, 10), x_train, y_train, epochs=100, lr=0.1)
    >>> len(losses), losses[-1] < losses[0]
    (100, True)
    """
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    """Return (loss, accuracy) of the model on the points x and their classes y, as floats.

    The loss is that of `nn.BCELoss`. The accuracy is the share of right answers, between 0 and 1; an output of 0.5 or
    more says class 1. The model answers in eval mode and without recording a graph; afterwards it is in the mode in
    which it came. Shapes as in `train`.

    >>> x, y = torch.tensor([[0.25], [0.5], [0.75], [0.75]]), torch.tensor([0.0, 1.0, 1.0, 0.0])
    >>> loss, accuracy = evaluate(nn.Identity(), x, y)
    >>> round(loss, 4), accuracy
    (0.6637, 0.75)
    """
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probability = model(x).squeeze(1)
        loss = nn.BCELoss()(probability, y)
        accuracy = ((probability >= 0.5) == y).float().mean()
    model.train(was_training)
    return loss.item(), accuracy.item()
