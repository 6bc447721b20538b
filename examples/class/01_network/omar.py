from typing import Dict, Tuple

import torch
import torch.nn as nn
from torch.nn.functional import max_pool2d, relu


class Net(nn.Module):
    def __init__(self, kernel_size: int = 5):
        super().__init__()
        side = 32
        side = (side - kernel_size + 1) // 2
        side = (side - kernel_size + 1) // 2
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(side * side * 16, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = max_pool2d(relu(self.conv1(x)), 2)
        x = max_pool2d(relu(self.conv2(x)), 2)
        x = relu(self.fc1(torch.flatten(x, start_dim=1)))
        return self.fc3(relu(self.fc2(x)))

    def num_flat_features(self, x: torch.Tensor) -> int:
        return x.shape[1:].numel()


def add_batch_dimension(image: torch.Tensor) -> torch.Tensor:
    if image.dim() != 3:
        raise ValueError(f"expected (C, H, W), got {tuple(image.shape)}")
    return image.unsqueeze(1)


def count_parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def parameter_shapes(model: nn.Module) -> Dict[str, Tuple[int, ...]]:
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
