import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        def shrink(side):
            return (side - (kernel_size - 1)) // 2
        side = shrink(shrink(32))
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(kernel_size=2)

    def forward(self, x):
        for conv in [self.conv1, self.conv2]:
            x = self.pool(self.relu(conv(x)))
        x = x.view(-1, self.num_flat_features(x))
        for fc in [self.fc1, self.fc2, self.fc3]:
            x = self.relu(fc(x))
        return x

    def num_flat_features(self, x):
        n = 1
        for s in x.shape[1:]:
            n = n * s
        return n


def add_batch_dimension(image):
    if image.ndim != 3:
        raise ValueError("C, H, W please")
    return image[None]


def count_parameters(model):
    return sum(p.nelement() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
