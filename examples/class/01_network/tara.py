import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size)
        self.conv2 = nn.Conv2d(6, 16, kernel_size)
        rest = 32
        for step in ("conv1", "conv2"):
            rest = rest - (kernel_size - 1)
            rest = rest // 2
        self.fc1 = nn.Linear(16 * rest * rest, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(-1, self.num_flat_features(x))
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        sizes = x.size()[1:]
        features = 1
        for s in sizes:
            features *= s
        return features


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError("an image has the shape (C, H, W)")
    return image.unsqueeze(0)


def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_shapes(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}


# try it
image = torch.randn(1, 32, 32)
net = Net()
print(net(add_batch_dimension(image)))
size = int(input("Which kernel size do you want to try? "))
print(Net(size))
