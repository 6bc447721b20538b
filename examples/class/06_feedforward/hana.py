"""A classifier of blobs: make the data, train a small network on it, and judge it on points it has not seen."""

import numpy as np
import torch
from sklearn.datasets import make_blobs
from torch import nn


class Feedforward(nn.Module):
    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(hidden))


def blob_label(y: np.ndarray, label: int, loc: list[int]) -> np.ndarray:
    labels = y.copy()
    labels[np.isin(y, loc)] = label
    return labels


def make_blob_data(
    n_train: int, n_test: int, seed: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    points, blobs = make_blobs(n_train + n_test, n_features=2, centers=3, cluster_std=1.5, random_state=seed)
    x = torch.tensor(points, dtype=torch.float32)
    y = torch.tensor(blob_label(blobs, 1, [1, 2]), dtype=torch.float32)
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, epochs: int = 50, lr: float = 0.01) -> list[float]:
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    model.train()
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        losses.append(criterion(model(x).squeeze(1), y).item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probability = model(x).squeeze(1)
        loss = nn.BCELoss()(probability, y)
        accuracy = ((probability >= 0.5) == y).float().mean()
    model.train(was_training)
    return loss.item(), accuracy.item()
