import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        # In no particular order: names matter, places do not.
        self.fc3 = nn.Linear(84, 10)
        self.conv2 = nn.LazyConv2d(16, kernel_size)
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=6, kernel_size=kernel_size, stride=1, padding="valid")
        self.fc1 = nn.LazyLinear(120)
        self.fc2 = nn.Linear(in_features=120, out_features=84, bias=True)
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        self.relu = nn.ReLU()
        self.flatten = nn.Flatten()
        with torch.no_grad():
            self(torch.zeros(2, 1, 32, 32))

    def features(self, x):
        for conv in (self.conv1, self.conv2):
            x = self.pool(self.relu(conv(x)))
        return self.flatten(x)

    def forward(self, x):
        x = self.features(x)
        for layer in [self.fc1, self.fc2]:
            x = self.relu(layer(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        return x[:0].new_zeros((1, *x.shape[1:])).numel()


def add_batch_dimension(image):
    match image.shape:
        case (_, _, _):
            return image[None, ...]
    raise ValueError


def count_parameters(model):
    trained = {id(p): p.numel() for p in model.parameters() if p.requires_grad}
    return sum(trained.values())


def parameter_shapes(model):
    from collections import OrderedDict

    return OrderedDict((name, p.shape) for name, p in model.named_parameters())
