import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        map1 = (32 - kernel_size + 1) // 2
        map2 = (map1 - kernel_size + 1) // 2
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * map2 * map2, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        self.relu = nn.ReLU()
        self.max_pool = nn.MaxPool2d(2, 2)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.max_pool(self.relu(self.conv1(x)))
        x = self.max_pool(self.relu(self.conv2(x)))
        x = x.flatten(1)
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        x = self.fc3(x)
        return self.softmax(x)

    def num_flat_features(self, x):
        num = 1
        for s in x.size()[1:]:
            num *= s
        return num


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError("image needs channels, height and width")
    return image[None]


def count_parameters(model):
    total = 0
    for p in model.parameters():
        total += p.numel()
    return total


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}


print(count_parameters(Net()))
