"""One number after the other, as one would on paper."""

import math
import torch


def mse_loss(output, target):
    check_shapes(output, target)
    total = 0
    for o, t in zip(output.flatten(), target.flatten()):
        total = total + (o - t) ** 2
    return total / output.numel()


def bounded_log(x):
    if x.item() <= math.exp(-100):
        return torch.full_like(x, -100)
    return torch.log(x)


def binary_cross_entropy(probability, target):
    check_shapes(probability, target)
    for p in probability.flatten().tolist():
        if p < 0 or p > 1:
            raise ValueError(f"{p} is no probability")
    costs = []
    for p, t in zip(probability.flatten(), target.flatten()):
        costs.append(-(t * bounded_log(p) + (1 - t) * bounded_log(1 - p)))
    return sum(costs) / len(costs)


def cross_entropy(logits, labels):
    if logits.ndim != 2 or labels.ndim != 1 or len(logits) != len(labels):
        raise ValueError("wrong shapes")
    classes = logits.shape[1]
    costs = []
    for row, label in zip(logits, labels.tolist()):
        if label not in range(classes):
            raise ValueError(f"no class {label}")
        top = max(row.tolist())
        costs.append(top + torch.log(sum(torch.exp(score - top) for score in row)) - row[label])
    return torch.stack(costs).mean()


def check_shapes(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} is not {b.shape}")
