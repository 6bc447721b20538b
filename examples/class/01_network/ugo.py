import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        side = ((32 - kernel_size + 1) // 2 - kernel_size + 1) // 2
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(x.size(0), -1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        product = 1
        i = 1
        while i < x.dim():
            product *= x.size(i)
            i += 1
        return product


def add_batch_dimension(image):
    while image.dim() != 3:
        print("not an image:", image.shape)
    return image.unsqueeze(0)


def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}
