import math

import torch
from torch import nn


class Net(nn.Module):
    """My LeNet."""

    def __init__(self, kernel_size=5):
        super().__init__()
        self.kernel_size = kernel_size
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(self.features(), 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def features(self):
        width = 32
        width = width - self.kernel_size + 1   # conv1
        width = width // 2                     # pool
        width = width - self.kernel_size + 1   # conv2
        width = width // 2                     # pool
        return 16 * width * width

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        x = x.flatten(start_dim=1)
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        return math.prod(x.shape[2:])


def add_batch_dimension(image):
    if len(image.shape) != 3:
        raise ValueError
    return image[None, :, :, :]


def count_parameters(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
    return total


def parameter_shapes(model):
    shapes = {}
    for name, p in model.named_parameters():
        shapes[name] = tuple(p.shape)
    return shapes


if __name__ == "__main__":
    print(Net(3)(torch.zeros(2, 1, 32, 32)).shape)
