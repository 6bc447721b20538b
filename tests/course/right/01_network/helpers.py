import functools
import operator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

torch.manual_seed(0)
SIZE: Final = 32


class NotAnImage(ValueError):
    pass


def side_after(kernel_size: int, side: int = SIZE, times: int = 2) -> int:
    return side if times == 0 else side_after(kernel_size, (side - kernel_size + 1) // 2, times - 1)


@dataclass(eq=False)
class Net(nn.Module):
    kernel_size: int = 5
    calls: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        super().__init__()
        self.calls = 0
        for name, layer in self._layers():
            setattr(self, name, layer)

    def _layers(self):
        yield "conv1", nn.Conv2d(1, 6, self.kernel_size)
        yield "conv2", nn.Conv2d(6, 16, self.kernel_size)
        sizes = [16 * side_after(self.kernel_size) ** 2, 120, 84, 10]
        for number, (before, after) in enumerate(zip(sizes, sizes[1:]), start=1):
            yield f"fc{number}", nn.Linear(before, after)

    @staticmethod
    def _squash(maps: Tensor) -> Tensor:
        return F.relu(F.max_pool2d(maps, 2))

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        x = self._squash(self.conv2(self._squash(self.conv1(x))))
        x = torch.clamp(self.fc1(torch.flatten(x, start_dim=1)), min=0)
        return self.fc3(torch.maximum(self.fc2(x), torch.zeros((), dtype=x.dtype)))

    @staticmethod
    def num_flat_features(x: Tensor) -> int:
        return int(np.prod(x.shape[1:]))


def add_batch_dimension(image: Tensor) -> Tensor:
    if image.ndim != 3:
        raise NotAnImage(image.ndim)
    return image.expand(1, *image.shape)


def count_parameters(model: nn.Module) -> int:
    return functools.reduce(operator.add, (p.numel() for p in model.parameters() if p.requires_grad), 0)


def parameter_shapes(model: nn.Module) -> dict[str, tuple[int, ...]]:
    names, parameters = [*zip(*model.named_parameters())] or [(), ()]
    return dict(zip(names, map(tuple, map(Tensor.size, parameters))))


if __name__ == "__main__":
    print(Net(), count_parameters(Net()))
