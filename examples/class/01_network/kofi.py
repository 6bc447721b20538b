import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        n = 32
        for i in range(2):
            n = (n - kernel_size + 1) // 2
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * n**2, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        out = F.max_pool2d(F.relu(self.conv1(x)), 2)
        out = F.max_pool2d(F.relu(self.conv2(out)), 2)
        out = out.reshape(len(out), self.num_flat_features(out))
        out = F.relu(self.fc1(out))
        out = F.relu(self.fc2(out))
        # probabilities, so that they sum to 1
        return F.softmax(self.fc3(out), dim=1)

    def num_flat_features(self, x):
        return math.prod(x.shape[1:])


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError(f"not an image: {image.shape}")
    return torch.unsqueeze(image, dim=0)


def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {k: v.shape for k, v in model.named_parameters()}
