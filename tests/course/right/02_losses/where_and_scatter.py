"""Masks before logarithms, one-hot rows by scatter, an error class of one's own, and messages that print the numbers."""
import torch


class BadInput(ValueError):
    pass


def mse_loss(output, target):
    if not output.shape == target.shape:
        raise BadInput(f"cannot compare {output} with {target}")
    difference = (target - output).flatten()
    return torch.dot(difference, difference) / difference.numel()


def binary_cross_entropy(p, t):
    if p.shape != t.shape:
        raise BadInput("shapes")
    if p.lt(0).any() or p.gt(1).any():
        raise BadInput("probabilities")
    floor = torch.tensor(-100.0, dtype=p.dtype)

    def log(q):
        return torch.where(q > 0, torch.where(q > 0, q, torch.ones_like(q)).log().clamp_min(-100), floor)

    return -torch.mean(t * log(p) + (1 - t) * log(1 - p))


def cross_entropy(logits, labels):
    if logits.dim() != 2 or labels.dim() != 1 or len(labels) != len(logits):
        raise BadInput("shapes")
    if any(label < 0 or label >= logits.size(1) for label in labels.tolist()):
        raise BadInput("labels")
    hot = torch.zeros_like(logits).scatter_(1, labels[:, None], 1.0)
    return -(hot * logits.log_softmax(-1)).sum(-1).mean()
