"""Folds by masks and remainders, numbers by NumPy where that is handy."""

from itertools import product
from typing import NamedTuple

import numpy as np
import torch
from torch import nn


class BadFolds(ValueError):
    pass


class Fold(NamedTuple):
    train: torch.Tensor
    validation: torch.Tensor


class Found(NamedTuple):
    params: dict
    score: float
    results: list


def _check(n, k):
    if not k in range(2, n + 1):
        raise BadFolds(k)


def k_fold_indices(n: int, k: int, generator: torch.Generator):
    _check(n, k)
    fold_of = torch.empty(n, dtype=torch.long)
    fold_of[torch.randperm(n, generator=generator)] = torch.arange(n) % k
    return tuple(Fold((fold_of != i).nonzero().flatten(), (fold_of == i).nonzero().flatten()) for i in range(k))


def standardize(train, *others):
    measured = train.numpy()
    mean, std = measured.mean(axis=0), measured.std(axis=0, ddof=1)
    std = np.where(std == 0, np.ones_like(std), std)
    return tuple(torch.from_numpy(((part.numpy() - mean) / std).astype(measured.dtype)) for part in (train, *others))


def _learn(model, x, y, epochs, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr)
    criterion = nn.CrossEntropyLoss()
    for _ in range(epochs):
        optimizer.zero_grad(set_to_none=False)
        criterion(model.train()(x), y).backward()
        optimizer.step()
    return model


@torch.no_grad()
def _examine(model, x, y):
    return np.mean((model.eval()(x).max(1)[1] == y).numpy())


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    folds = list(k_fold_indices(n=len(x), k=k, generator=generator))
    models = [make_model() for _ in folds]
    accuracies = []
    with torch.enable_grad():
        for model, (train, validation) in zip(models, folds):
            inside, outside = standardize(x[train], x[validation])
            _learn(model, inside, y[train], epochs, lr)
            accuracies.append(_examine(model, outside, y[validation]))
    return accuracies


def grid_search(grid, score):
    _, *_ = grid.items() or _refuse()
    names = list(grid)
    results = [(dict(zip(names, choice)), score(**dict(zip(names, choice)))) for choice in product(*map(grid.get, names))]
    if not results:
        _refuse()
    scores = [result[1] for result in results]
    return Found(*results[scores.index(max(scores))], results)


def _refuse():
    raise ValueError("nothing to try")
