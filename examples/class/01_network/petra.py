import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        x = torch.zeros(1, 1, 32, 32)
        x = F.max_pool2d(self.conv1(x), 2)
        x = F.max_pool2d(self.conv2(x), 2)
        self.fc1 = nn.Linear(x.numel(), 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(x.shape[0], -1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        return int(np.prod(x.shape[1:]))


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError("an image has 3 dimensions")
    return image.unsqueeze(0)


def count_parameters(model):
    params = list(model.parameters())
    return len(params)


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
