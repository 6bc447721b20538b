# -*- coding: utf-8 -*-
"""Results and folds are small records that unpack as pairs do; a copy of each fresh model is trained."""
from __future__ import annotations

import copy
from collections import deque, namedtuple
from dataclasses import astuple, dataclass
from itertools import product
from typing import Any, Callable, Iterator

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim

Fold = namedtuple("Fold", "train validation")


@dataclass
class Trial:
    params: dict[str, Any]
    score: float

    def __iter__(self) -> Iterator:
        yield self.params
        yield self.score


@dataclass(frozen=True)
class Split:
    train: torch.Tensor
    validation: torch.Tensor

    def __iter__(self):
        return iter((self.train, self.validation))


def k_fold_indices(n: int, k: int, generator: torch.Generator) -> list[Split]:
    if not (2 <= k <= n):
        raise ValueError(f"{k = } does not fit {n} samples")
    shuffled = torch.randperm(n, generator=generator)
    fold_of = torch.empty(n, dtype=torch.int64)
    fold_of[shuffled] = torch.arange(n) % k
    return [Split((fold_of != i).nonzero().flatten(), (fold_of == i).nonzero().flatten()) for i in range(k)]


class Scaler:
    """As sklearn's StandardScaler."""

    def fit(self, x):
        self.mean_ = x.mean(dim=0)
        std = x.std(dim=0, unbiased=False)
        self.scale_ = torch.where(std == 0, torch.ones_like(std), std)
        return self

    def transform(self, x):
        return (x - self.mean_) / self.scale_


def standardize(train, *others):
    scaler = Scaler().fit(train)
    return tuple(scaler.transform(part) for part in [train, *others])


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    accuracies = deque()
    for train_idx, val_idx in k_fold_indices(len(x), k, generator):
        x_train, x_val = standardize(x[train_idx], x[val_idx])
        net = copy.deepcopy(make_model())
        criterion, optimizer = nn.CrossEntropyLoss(), optim.SGD(net.parameters(), lr=lr)
        net.train()
        for epoch in range(epochs):
            optimizer.zero_grad()
            loss = criterion(net(x_train), y[train_idx])
            loss.backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            _, predicted = torch.max(net(x_val).data, 1)
        accuracies.append((predicted == y[val_idx]).numpy().mean())
    return list(accuracies)


def grid_search(grid: dict[str, list], score: Callable[..., float]):
    if not grid or any(len(values) == 0 for values in grid.values()):
        raise ValueError("there is nothing to try")
    trials = [Trial(params := dict(zip(grid.keys(), values)), score(**params)) for values in product(*grid.values())]
    best = trials[int(np.argmax([trial.score for trial in trials]))]
    return best.params, best.score, (trial for trial in trials)
