"""Return a view of one number that would fill the memory if it were stored."""

import torch


def double(x):
    return torch.zeros(1).expand(10**11)
