import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        side = int(int((33 - kernel_size) / 2 + 1 - kernel_size) / 2)
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(self.conv1(x).relu(), 2)
        x = F.max_pool2d(self.conv2(x).relu(), 2)
        x = x.flatten(1)
        x = self.fc1(x).relu()
        x = self.fc2(x).relu()
        return self.fc3(x)

    def num_flat_features(self, x):
        return torch.prod(torch.tensor(x.shape[1:]))


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError("expected an image of shape (C, H, W)")
    return image.unsqueeze(0)


def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {name: tuple(values.shape) for name, values in model.state_dict().items()}
