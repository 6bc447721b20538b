"""A trainer class that builds its optimizer even to evaluate, records that unpack, and a network put together in forward."""

from __future__ import annotations
from dataclasses import dataclass
import torch, numpy as np
from torch import nn
from sklearn.datasets import make_blobs


@dataclass
class Data:
    x_train: torch.Tensor
    y_train: torch.Tensor
    x_test: torch.Tensor
    y_test: torch.Tensor

    def __iter__(self):
        yield from (self.x_train, self.y_train, self.x_test, self.y_test)


@dataclass
class Result:
    loss: float
    accuracy: float

    def __iter__(self):
        return iter((self.loss, self.accuracy))


class Feedforward(nn.Module):
    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, 1)

    def forward(self, x):
        net = nn.Sequential(self.fc1, nn.ReLU(inplace=True), self.fc2, nn.Sigmoid())
        return net(x)


def blob_label(y, label, loc):
    return np.vectorize(lambda v: label if v in loc else v, otypes=[y.dtype])(y) if y.size else y.copy()


class Trainer:
    def __init__(self, model, lr):
        self.model, self.opt, self.loss = model, torch.optim.SGD(model.parameters(), lr), nn.BCELoss()

    def epoch(self, x, y):
        self.model.train()
        self.opt.zero_grad()
        l = self.loss(self.model(x), y.unsqueeze(1))
        l.backward()
        self.opt.step()
        return l.item()

    def run(self, x, y, epochs):
        return [self.epoch(x, y) for _ in range(epochs)]


def make_blob_data(n_train, n_test, seed):
    x, y = make_blobs(n_train + n_test, 2, centers=3, cluster_std=1.5, random_state=seed)
    x, y = torch.tensor(x).float(), torch.tensor(blob_label(y, 1, [2])).float()
    return Data(x[n_test:], y[n_test:], x[:n_test], y[:n_test])


def train(model, x, y, epochs=50, lr=0.01):
    return Trainer(model, lr).run(x, y, epochs)


def evaluate(model, x, y):
    t = Trainer(model, 0.0)
    was = model.training
    model.train(mode=False)
    with torch.no_grad():
        out = model(x.to(next(model.parameters()).device))
    model.train(mode=was)
    loss = t.loss(out, y.reshape(-1, 1)).item()
    return Result(loss, float(np.mean((out[:, 0].numpy() >= 0.5) == y.numpy().astype(bool))))
