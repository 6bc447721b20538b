"""Identity by id, shapes by unpacking, sizes by reduce and by an empty tensor."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from functools import reduce
from operator import mul


class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        side = 32
        for _ in range(2):
            side = (side - kernel_size + 1) // 2
        self.conv1, self.conv2 = (nn.Conv2d(i, o, kernel_size) for i, o in ((1, 6), (6, 16)))
        self.fc1, self.fc2, self.fc3 = (nn.Linear(i, o) for i, o in ((16 * side**2, 120), (120, 84), (84, 10)))

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(conv(x).clamp(min=0), 2)
        x = x.view(len(x), self.num_flat_features(x))
        for fc in (self.fc1, self.fc2):
            x = F.relu(fc(x))
        return self.fc3(x)

    def num_flat_features(self, x):
        return x.new_empty(x.shape[1:]).numel()


def add_batch_dimension(image):
    channels, height, width = image.shape  # raises ValueError itself where there are more, or fewer
    return image.view(1, channels, height, width) if image.is_contiguous() else image.expand(1, -1, -1, -1)


def count_parameters(model):
    found = {id(p): p for module in model.modules() for p in module._parameters.values() if p is not None}
    return sum(reduce(mul, p.shape, 1) for p in found.values() if p.requires_grad)


def parameter_shapes(model):
    shapes = {}
    for name, p in model.named_parameters():
        shapes.update({name: (*p.size(),)})
    return shapes
