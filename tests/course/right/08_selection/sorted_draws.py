"""Folds by sorted draws, an infinite deviation for what is constant, losses by hand, combinations by reduce."""

from functools import reduce

import numpy as np
import torch


def k_fold_indices(n, k, generator):
    if k < 2 or k > n:
        raise ValueError("k")
    draw = torch.rand(n, generator=generator)
    order = draw.argsort()
    bounds = np.linspace(0, n, k + 1).round().astype(int)
    folds = []
    for lo, hi in zip(bounds[:-1], bounds[1:]):
        folds.append((torch.cat((order[:lo], order[hi:])), order[lo:hi]))
    return folds


def standardize(train, *others):
    mean, std = train.mean(0), train.std(0)
    zero = std < 1e-7 * mean.abs().clamp(min=1)
    std = std.masked_fill(zero, float("inf"))
    scaled = [((t - mean) / std) for t in (train, *others)]
    return tuple(scaled)


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    accuracies = []
    for tr, va in k_fold_indices(len(x), k, generator):
        model, (a, b) = make_model(), standardize(x[tr], x[va])
        optimizer = torch.optim.SGD([{"params": list(model.parameters()), "lr": lr}], lr=lr)
        for epoch in range(1, epochs + 1):
            model.train()
            optimizer.zero_grad()
            loss = -torch.log_softmax(model(a), 1)[torch.arange(len(tr)), y[tr]].mean()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            accuracies.append(np.mean(model(b).numpy().argmax(1) == y[va].numpy()))
    return accuracies


def grid_search(grid, score):
    combos = reduce(lambda acc, kv: [{**c, kv[0]: v} for c in acc for v in kv[1]], grid.items(), [{}])
    if not grid or not combos:
        raise ValueError("empty")
    results = [(c, score(**c)) for c in combos]
    top = max(s for _, s in results)
    return next(c for c, s in results if s == top), top, results
