"""A sigmoid made of tanh, gradients of the optimizer's groups, and a copy of the model that answers."""

import copy

import torch
from torch import nn


class Perceptron(nn.Module):
    def __init__(self, input_size, num_class):
        super(Perceptron, self).__init__()
        self.fc = nn.Linear(input_size, num_class)
        with torch.no_grad():
            self.fc.weight.normal_(0, 0.1)
            self.fc.bias.zero_()

    def forward(self, x: torch.Tensor):
        return 0.5 * (torch.tanh(0.5 * self.fc(x)) + 1)


def train_step(model, inputs, targets, criterion, optimizer):
    params = [p for group in optimizer.param_groups for p in group["params"]]
    for p in params:
        p.grad = None
    predictions = model(inputs)
    loss = criterion(predictions, targets)
    loss.backward()
    optimizer.step()
    return loss.detach().item()


def predict(model, inputs, threshold=0.5):
    twin = copy.deepcopy(model).eval()
    with torch.no_grad():
        return (twin(inputs) >= threshold) * 1
