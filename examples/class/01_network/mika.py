# Assignment 1
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()

        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)

        # 32 -> conv -> pool -> conv -> pool
        after_conv1 = 32 - kernel_size + 1
        after_pool1 = after_conv1 // 2
        after_conv2 = after_pool1 - kernel_size + 1
        after_pool2 = after_conv2 // 2

        self.fc1 = nn.Linear(16 * after_pool2 * after_pool2, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), (2, 2))
        x = x.view(-1, self.num_flat_features(x))
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)

    def num_flat_features(self, x):
        result = 1
        for dimension in x.size()[1:]:
            result *= dimension
        return result


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError("wrong number of dimensions")
    return image.unsqueeze(0)


def count_parameters(model):
    n = 0
    for parameter in model.parameters():
        if parameter.requires_grad:
            n += parameter.numel()
    return n


def parameter_shapes(model):
    return {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}


print("OK")
