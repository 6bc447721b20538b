"""Return more than anybody can want."""

import torch


def double(x):
    return torch.zeros(1 << 26)


def count_up(n):
    return list(range(1 << 20))
