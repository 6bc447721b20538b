"""SGD with momentum by hand, NumPy draws the batches, images are moved anew each time; no mini-batch holds neighbours."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SPREAD = 2


def make_model():
    net = nn.Sequential()
    net.add_module("c1", nn.Conv2d(1, 8, kernel_size=3))
    net.add_module("r1", nn.ReLU())
    net.add_module("c2", nn.Conv2d(8, 48, kernel_size=5))
    net.add_module("r2", nn.ReLU())
    net.add_module("p", nn.MaxPool2d(6))
    net.add_module("f", nn.Flatten())
    net.add_module("fc", nn.Linear(48, 10))
    return net


def train(model, x, y, seed):
    random = np.random.default_rng(seed)
    weights = list(model.parameters())
    velocities = [torch.zeros_like(w) for w in weights]
    epochs = 10 if len(x) > 500 else 20
    for epoch in range(epochs):
        rate = 0.1 * (1 - epoch / epochs)
        for batch in np.array_split(random.permutation(len(x)), max(1, len(x) // 30)):
            images, labels = x[torch.from_numpy(batch)], y[torch.from_numpy(batch)]
            loss = -F.log_softmax(model(images), dim=-1)[range(len(labels)), labels].mean()
            slopes = torch.autograd.grad(loss, weights)
            with torch.no_grad():
                for w, v, slope in zip(weights, velocities, slopes):
                    v.mul_(0.9).add_(slope)
                    w -= rate * v
