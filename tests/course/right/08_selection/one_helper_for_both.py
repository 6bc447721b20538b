"""Folds with names, and one helper behind both `k_fold_indices` and `cross_validate`."""

import itertools
from collections import namedtuple

import torch
from torch import nn

Fold = namedtuple("Fold", "train validation")


def _deal(n, k, generator):
    if k < 2 or k > n:
        raise ValueError("k does not fit")
    order = torch.randperm(n, generator=generator)
    for i in range(k):
        held_out = torch.zeros(n, dtype=torch.bool)
        held_out[order[i::k]] = True
        yield Fold((~held_out).nonzero().flatten(), held_out.nonzero().flatten())


def k_fold_indices(n, k, generator, *, as_list=True):
    folds = _deal(n, k, generator)
    return list(folds) if as_list else folds


def standardize(train, *others, eps=0.0):
    mean = train.mean(dim=0, keepdim=True)
    std = train.std(dim=0, keepdim=True, unbiased=False) + eps
    std[std == 0] = 1
    return tuple(part.sub(mean).div(std) for part in [train, *others])


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    scores = []
    for fold in _deal(len(x), k, generator):
        xs = dict(zip(fold._fields, standardize(x[fold.train], x[fold.validation], eps=1e-9)))
        model = make_model().train()
        for epoch in range(epochs):
            model.zero_grad()
            loss = nn.CrossEntropyLoss()(model(xs["train"]), y[fold.train])
            loss.backward()
            for p in model.parameters():
                p.data.add_(p.grad.data, alpha=-lr)
        model.eval()
        hits = 0
        for row, label in zip(xs["validation"], y[fold.validation]):
            hits += int(model(row[None]).argmax() == label)
        scores.append(hits / len(fold.validation))
    return scores


def grid_search(grid, score):
    names, best = list(grid), None
    results = []
    for values in itertools.product(*grid.values()):
        if not values:
            break
        params = dict(zip(names, values))
        results.append((params, score(**params)))
        if best is None or results[-1][1] > best[1]:
            best = results[-1]
    if best is None:
        raise ValueError("nothing to try")
    return best[0], best[1], results
