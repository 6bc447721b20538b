import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    """A network in the manner of LeNet."""

    def __init__(self, kernel_size=5):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=kernel_size)
        h = (32 - kernel_size + 1) // 2
        h = (h - kernel_size + 1) // 2
        self.fc1 = nn.Linear(16 * h * h, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        n = x.size(0)
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(n, -1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))

    def num_flat_features(self, x):
        return math.prod(x.shape)


def add_batch_dimension(image):
    return image.unsqueeze(0)


def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
