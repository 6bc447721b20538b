"""Sizes are found by a first forward through lazy layers, in nn.Sequential of the moment."""
from collections import OrderedDict
from functools import reduce
from operator import mul
from typing import Dict, Tuple

import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self, kernel_size: int = 5):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=6, kernel_size=(kernel_size, kernel_size))
        self.conv2 = nn.Conv2d(in_channels=6, out_channels=16, kernel_size=(kernel_size, kernel_size))
        self.fc1 = nn.LazyLinear(120)
        self.fc2 = nn.LazyLinear(84)
        self.fc3 = nn.LazyLinear(10)
        with torch.no_grad():
            self(torch.zeros(1, 1, 32, 32))

    def forward(self, x: Tensor) -> Tensor:
        pool = nn.MaxPool2d(2)
        features = nn.Sequential(self.conv1, nn.ReLU(), pool, self.conv2, nn.ReLU(), pool)
        head = nn.Sequential(nn.Flatten(), self.fc1, nn.ReLU(), self.fc2, nn.ReLU(), self.fc3)
        return head(features(x))

    def num_flat_features(self, x: Tensor) -> int:
        return reduce(mul, list(x.shape)[1:], 1)


def add_batch_dimension(image: Tensor) -> Tensor:
    channels, height, width = image.shape
    return image.view(1, channels, height, width)


def count_parameters(model: nn.Module) -> int:
    unique = OrderedDict((id(p), p) for p in model.parameters() if p.requires_grad)
    return sum(map(torch.numel, unique.values()))


def parameter_shapes(model: nn.Module) -> Dict[str, Tuple[int, ...]]:
    return OrderedDict((n, tuple(int(s) for s in p.shape)) for n, p in model.named_parameters())
