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
    """Take one step downhill: weight ← weight − learning_rate · gradient.

    With no parameters, nothing happens.

    >>> w = nn.Parameter(torch.tensor([1.0, 2.0]))
    >>> w.grad = torch.tensor([5.0, -5.0])
    >>> sgd_step([w], learning_rate=0.1)
    >>> w.tolist()
    [0.5, 2.5]
    """
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= learning_rate * p.grad


class SGD:
    """Gradient descent that can build up speed, like a ball rolling downhill.

    Each parameter has a velocity of its own, zero at the start. A step does, for each parameter:

        velocity ← momentum · velocity + gradient
        weight   ← weight − lr · velocity

    With nesterov=True the weight moves along gradient + momentum · velocity instead, with the new velocity.

    A negative lr or momentum is a ValueError, and so is nesterov without momentum. Zero is fine for both numbers.

    >>> w = nn.Parameter(torch.tensor([1.0]))
    >>> optimizer = SGD([w], lr=0.25, momentum=0.5)
    >>> for _ in range(3):
    ...     w.grad = torch.tensor([1.0])
    ...     optimizer.step()
    ...     print(w.item())
    0.75
    0.375
    -0.0625
    """

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
        """Move every parameter that has a gradient, in place."""
        with torch.no_grad():
            for p, velocity in zip(self.parameters, self.velocities, strict=True):
                if p.grad is None:
                    continue
                velocity.mul_(self.momentum).add_(p.grad)
                p -= self.lr * (p.grad + self.momentum * velocity if self.nesterov else velocity)

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: afterwards `.grad` is None or all zeros."""
        for p in self.parameters:
            p.grad = None


class RMSprop:
    """Divide each gradient by its own recent size, so that steep and flat directions move at a like pace.

    Each parameter has a running average of its squared gradients, zero at the start. A step does, for each parameter:

        average ← alpha · average + (1 − alpha) · gradient²
        weight  ← weight − lr · gradient / (√average + eps)

    >>> w = nn.Parameter(torch.tensor([1.0, 1.0]))
    >>> optimizer = RMSprop([w], lr=0.1, alpha=0.75)
    >>> w.grad = torch.tensor([1000.0, 0.001])
    >>> optimizer.step()
    >>> [round(value, 3) for value in w.tolist()]
    [0.8, 0.8]
    """

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, alpha: float = 0.99, eps: float = 1e-8) -> None:
        self.parameters = list(parameters)
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.averages = [torch.zeros_like(p) for p in self.parameters]

    def step(self) -> None:
        """Move every parameter that has a gradient, in place."""
        with torch.no_grad():
            for p, average in zip(self.parameters, self.averages, strict=True):
                if p.grad is None:
                    continue
                average.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p -= self.lr * p.grad / (average.sqrt() + self.eps)

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: afterwards `.grad` is None or all zeros."""
        for p in self.parameters:
            p.grad = None


class Adam:
    """Momentum and RMSprop together, with both running averages corrected for their start at zero.

    Each parameter has two averages, m and v, zero at the start, and t, the number of steps that IT has taken: a step
    that skips it does not count. A step does, for each parameter, with betas = (β₁, β₂):

        t ← t + 1
        m ← β₁ · m + (1 − β₁) · gradient
        v ← β₂ · v + (1 − β₂) · gradient²
        weight ← weight − lr · m̂ / (√v̂ + eps),   where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ)

    >>> w = nn.Parameter(torch.tensor([1.0, 1.0]))
    >>> optimizer = Adam([w], lr=0.1)
    >>> w.grad = torch.tensor([1000.0, -0.001])
    >>> optimizer.step()
    >>> [round(value, 3) for value in w.tolist()]
    [0.9, 1.1]
    """

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
        self.steps = [0 for _ in self.parameters]
        self.averages = [torch.zeros_like(p) for p in self.parameters]
        self.square_averages = [torch.zeros_like(p) for p in self.parameters]

    def step(self) -> None:
        """Move every parameter that has a gradient, in place."""
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.parameters):
                if p.grad is None:
                    continue
                self.steps[i] += 1
                m, v, t = self.averages[i], self.square_averages[i], self.steps[i]
                m.mul_(beta1).add_((1 - beta1) * p.grad)
                v.mul_(beta2).add_((1 - beta2) * p.grad**2)
                unbiased_m = m / (1 - beta1**t)
                unbiased_v = v / (1 - beta2**t)
                p -= self.lr * unbiased_m / (unbiased_v.sqrt() + self.eps)

    def zero_grad(self) -> None:
        """Clear the gradient of every parameter: afterwards `.grad` is None or all zeros."""
        for p in self.parameters:
            p.grad = None
