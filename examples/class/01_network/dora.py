from dataclasses import dataclass
from functools import reduce
from operator import mul

import torch
import torch.nn as nn
import torch.optim as optim


@dataclass
class Layout:
    kernel: int = 5
    image: int = 32

    @property
    def features(self):
        side = self.image
        for _ in range(2):
            side = (side - self.kernel + 1) // 2
        return 16 * side * side


class Net(nn.Module):
    classes = 10

    def __init__(self, kernel_size=5):
        super().__init__()
        layout = Layout(kernel_size)
        self.fc3 = nn.Linear(84, self.classes)
        self.fc2 = nn.Linear(120, 84)
        self.fc1 = nn.Linear(layout.features, 120)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=(kernel_size, kernel_size))
        self.conv1 = nn.Conv2d(1, 6, kernel_size=(kernel_size, kernel_size))

    def convolve(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), kernel_size=2, stride=2)
        return nn.functional.max_pool2d(torch.relu(self.conv2(x)), kernel_size=2, stride=2)

    def forward(self, x):
        x = self.convolve(x)
        x = x.reshape(x.size(0), -1)
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x)))))

    def num_flat_features(self, x):
        return reduce(mul, x.shape[1:], 1)


def add_batch_dimension(image):
    if image.dim() != 3:
        raise ValueError
    return torch.unsqueeze(image, 0)


def count_parameters(model):
    return sum(torch.numel(p) for p in filter(lambda p: p.requires_grad, model.parameters()))


def parameter_shapes(model):
    return {name: tuple(int(n) for n in p.shape) for name, p in model.named_parameters()}


torch.manual_seed(3)
model = Net()
optimizer = optim.SGD(model.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(torch.randn(8, 1, 32, 32)), torch.randint(0, 10, (8,)))
    loss.backward()
    optimizer.step()
    print("epoch", epoch, "loss", loss.item())
