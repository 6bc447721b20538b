"""Define the network."""

import math

import torch
from torch import Tensor, nn


class Net(nn.Module):
    """LeNet for 32x32 images."""

    def __init__(self, kernel_size: int = 5) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        with torch.no_grad():
            probe = self._features(torch.zeros(1, 1, 32, 32))
        self.fc1 = nn.Linear(self.num_flat_features(probe), 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def _features(self, x: Tensor) -> Tensor:
        for conv in (self.conv1, self.conv2):
            x = torch.max_pool2d(conv(x).relu(), 2)
        return x

    def forward(self, x: Tensor) -> Tensor:
        x = self._features(x).flatten(1)
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())

    def num_flat_features(self, x: Tensor) -> int:
        return math.prod(x.shape[1:])


def add_batch_dimension(image: Tensor) -> Tensor:
    if image.ndim != 3:
        raise ValueError(f"need (C, H, W), got {tuple(image.shape)}")
    return image[None]


def count_parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model: nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
