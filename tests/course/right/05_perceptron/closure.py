"""A closure for the optimizer, gradients cleared last of all before backward, inference_mode, parameters of its own."""

import contextlib

import torch


class Perceptron(torch.nn.Module):
    def __init__(self, input_size: int, num_class: int):
        super().__init__()
        self.fc = torch.nn.Module()
        self.fc.weight = torch.nn.Parameter(0.1 * torch.randn(num_class, input_size))
        self.fc.bias = torch.nn.Parameter(torch.zeros(num_class))

    def forward(self, x):
        return 1 / (1 + torch.exp(-(x @ self.fc.weight.t() + self.fc.bias)))


def train_step(model, inputs, targets, criterion, optimizer):
    model.train()

    def closure():
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        return loss

    return float(optimizer.step(closure))


@contextlib.contextmanager
def evaluating(model):
    mode = model.training
    try:
        yield model.eval()
    finally:
        model.train(mode)


@torch.inference_mode()
def predict(model, inputs, threshold=0.5):
    with evaluating(model):
        return torch.ge(model(inputs), threshold).to(torch.int64)
