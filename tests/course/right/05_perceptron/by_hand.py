"""Gradients from autograd.grad, cleared parameter by parameter, the loss measured by a call of its own."""

import copy
from functools import partial

import torch
from torch import nn
from torch.nn.functional import linear


class Fc(nn.Linear):
    """A linear layer by another name."""


class Perceptron(nn.Module):
    def __init__(self, input_size, num_class):
        nn.Module.__init__(self)
        self.activation = partial(torch.Tensor.sigmoid)
        self.sizes = (input_size, num_class)
        self.fc = Fc(*self.sizes)

    def forward(self, x):
        return self.activation(linear(x, self.fc.weight, self.fc.bias))


def train_step(model, inputs, targets, criterion, optimizer):
    with torch.no_grad():
        before = criterion(model(inputs), targets)
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    loss = criterion(model(inputs), targets)
    for p, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        p.grad = gradient
    optimizer.step()
    for p in model.parameters():
        p.grad = None
    return before.numpy().item()


def predict(model, inputs, threshold=0.5):
    examinee = copy.deepcopy(model).eval().requires_grad_(False)
    output = examinee(inputs)
    answers = torch.zeros(output.shape, dtype=torch.long)
    answers[output >= threshold] = 1
    return answers
