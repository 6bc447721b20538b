"""The deviation gets a small constant, the folds are rolled, the search is a generator."""

import itertools

import torch
import torch.nn.functional as F
from torch.optim import SGD

torch.manual_seed(0)


def k_fold_indices(n, k, generator):
    """Deal n cards to k players."""
    if k < 2: raise ValueError(f"at least two folds, not {k}")
    if k > n: raise ValueError(f"{k} folds need at least {k} samples")
    sizes = [len(range(i, n, k)) for i in range(k)]
    parts = list(torch.randperm(n, generator=generator).split(sizes))
    folds = []
    for _ in range(k):
        first, *rest = parts
        folds.append((torch.cat(rest), first))
        parts = [*rest, first]
    return folds


def standardize(train, *others):
    var, mean = torch.var_mean(train, dim=0, keepdim=True)
    def z(part): return (part - mean) / (var.sqrt() + 1e-8)
    return (z(train),) + tuple(map(z, others))


def cross_validate(make_model, x, y, k, epochs, lr, generator):
    def accuracy_of(fold):
        train, validation = fold
        xs, vs = standardize(torch.index_select(x, 0, train), torch.index_select(x, 0, validation))
        model = make_model()
        optimizer = SGD(model.parameters(), lr=lr, momentum=0, weight_decay=0)
        def closure():
            model.train()
            optimizer.zero_grad()
            loss = F.nll_loss(F.log_softmax(model(xs), dim=-1), y[train])
            loss.backward()
            return loss
        for _ in range(epochs): optimizer.step(closure)
        with torch.inference_mode():
            model.eval()
            return torch.eq(torch.argmax(model(vs), -1), y[validation]).double().mean().item()
    return list(map(accuracy_of, k_fold_indices(len(x), k, generator=generator)))


def grid_search(grid, score):
    grid = {name: tuple(values) for name, values in grid.items()}
    if not grid or min(map(len, grid.values())) == 0:
        raise ValueError("nothing to try")
    combinations = itertools.product(*([(name, value) for value in values] for name, values in grid.items()))
    results = [(params, score(**params)) for params in map(dict, combinations)]
    best = sorted(results, key=lambda result: result[1], reverse=True)[0]
    return best[0], best[1], results
