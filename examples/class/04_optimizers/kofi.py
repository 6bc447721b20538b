"""Update the weights: four optimizers by hand.

Backpropagation has left a gradient in the `.grad` of every parameter. An optimizer decides how far each
weight now moves. All of these

- change the parameters in place (the very objects they were given), without recording a graph;
- skip a parameter whose `.grad` is None, and leave every `.grad` as it is;
- take any iterable of parameters, also a generator such as `model.parameters()`.

Build them from arithmetic on tensors: torch.optim is what you are rebuilding, so it may not be used here.
"""

from collections.abc import Iterable

import torch
from torch import nn


def sgd_step(parameters: Iterable[nn.Parameter], learning_rate: float) -> None:
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad


class SGD:
    def __init__(
        self, parameters: Iterable[nn.Parameter], lr: float, momentum: float = 0.0, nesterov: bool = False
    ) -> None:
        if lr < 0:
            raise ValueError(f"lr must not be negative, but it is {lr}")
        if momentum < 0:
            raise ValueError(f"momentum must not be negative, but it is {momentum}")
        if nesterov and momentum == 0:
            raise ValueError("nesterov looks ahead along the velocity, so it needs a momentum above 0")
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.nesterov = nesterov
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    def step(self) -> None:
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities, strict=True):
                if p.grad is None:
                    continue
                velocity.mul_(self.momentum).add_(p.grad)
                p -= self.lr * (p.grad + self.momentum * velocity if self.nesterov else velocity)

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None


class RMSprop:
    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, alpha: float = 0.99, eps: float = 1e-8) -> None:
        self.parameters = list(parameters)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.averages = [torch.zeros_like(p) for p in self.parameters]

    def step(self) -> None:
        with torch.no_grad():
            for p, average in zip(self.parameters, self.averages, strict=True):
                if p.grad is None:
                    continue
                average.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p -= self.lr * p.grad / (average.sqrt() + self.eps)

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None


class Adam:
    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.parameters = list(parameters)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.averages = [torch.zeros_like(p) for p in self.parameters]
        self.square_averages = [torch.zeros_like(p) for p in self.parameters]

    def step(self) -> None:
        beta1, beta2 = self.betas
        self.t += 1
        with torch.no_grad():
            for i, p in enumerate(self.parameters):
                if p.grad is None:
                    continue
                m, v, t = self.averages[i], self.square_averages[i], self.t
                m.mul_(beta1).add_((1 - beta1) * p.grad)
                v.mul_(beta2).add_((1 - beta2) * p.grad**2)
                unbiased_m = m / (1 - beta1**t)
                unbiased_v = v / (1 - beta2**t)
                p -= self.lr * unbiased_m / (unbiased_v.sqrt() + self.eps)

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None
