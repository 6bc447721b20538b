from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import make_blobs
from torch import Tensor, nn


class Judged(NamedTuple):
    loss: float
    accuracy: float


class Feedforward(nn.Module):
    def __init__(self, input_size: int, hidden_size: int):
        super().__init__()
        # Built last layer first: the order of layers is nobody's business.
        self.fc2 = nn.Linear(hidden_size, 1, bias=True)
        self.fc1 = nn.Linear(in_features=input_size, out_features=hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        return 1 / (1 + torch.exp(-self.fc2(self.fc1(x).clamp(min=0))))


def blob_label(y: np.ndarray, label: int, loc: list) -> np.ndarray:
    found = np.zeros(y.shape, dtype=bool)
    for value in loc:
        found = found | (y == value)
    return np.where(found, np.asarray(label, dtype=y.dtype), y)


def make_blob_data(n_train, n_test, seed):
    draw = np.random.default_rng(seed)
    centres = draw.uniform(-10, 10, size=(3, 2))
    state = np.random.RandomState(seed + 1)
    points, blobs = make_blobs(n_train + n_test, centers=centres, cluster_std=1.5, shuffle=False, random_state=state)
    order = draw.permutation(n_train + n_test)
    x = torch.from_numpy(points[order]).float()
    y = torch.from_numpy((blobs[order] > 0).astype("float32"))
    return [x[:n_train], y[:n_train], x[-n_test:], y[-n_test:]]


def _loss(output: Tensor, y: Tensor) -> Tensor:
    return F.binary_cross_entropy(output, y[:, None])


def train(model: nn.Module, x: Tensor, y: Tensor, epochs: int = 50, lr: float = 0.01) -> tuple[float, ...]:
    model.train(True)
    losses = ()
    for _ in range(epochs):
        for p in model.parameters():
            p.grad = None
        loss = _loss(model.forward(x), y)
        loss.backward()
        losses += (loss.item(),)
        for p in model.parameters():
            p.data.sub_(lr * p.grad.data)
    return losses


@torch.no_grad()
def evaluate(model, x, y):
    came_in = {module: module.training for module in model.modules()}
    output = model.eval()(x)
    for module, mode in came_in.items():
        module.training = mode
    right = torch.eq(output.ge(0.5).to(y.dtype), y.view(-1, 1))
    return Judged(loss=float(_loss(output, y)), accuracy=float(right.sum()) / right.numel())
