import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super(Net, self).__init__()
        d = (32 - kernel_size + 1) // 2
        d = (d - kernel_size + 1) // 2
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        self.fc1 = nn.Linear(16 * d * d, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.flatten(1)
        X = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x

    def num_flat_features(self, x):
        features = 1
        for i in range(1, x.dim()):
            features = features * x.size(i)
        return features


def add_batch_dimension(image):
    if image.dim() < 3 or image.dim() > 3:
        raise ValueError("3 dimensions")
    return image.unsqueeze(0)


def count_parameters(model):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return sum(p.numel() for p in trainable)


def parameter_shapes(model):
    d = {}
    for (n, p) in model.named_parameters():
        d[n] = tuple(p.size())
    return d
