"""Dataclasses, NumPy arithmetic in double precision, a counter as a tensor, a velocity that starts as a copy."""

from dataclasses import InitVar, dataclass, field

import numpy as np
import torch


def sgd_step(parameters, learning_rate):
    for p in parameters:
        if p.grad is not None:
            new = p.detach().numpy() - learning_rate * p.grad.detach().numpy()
            with torch.no_grad():
                p.copy_(torch.from_numpy(np.asarray(new)))


@dataclass(eq=False)
class Slot:
    """A parameter with what its optimizer remembers of it."""

    p: torch.nn.Parameter
    velocity: np.ndarray | None = None
    m: float | np.ndarray = 0.0
    v: float | np.ndarray = 0.0
    t: torch.Tensor = field(default_factory=lambda: torch.tensor(0))

    @property
    def gradient(self):
        return None if self.p.grad is None else self.p.grad.numpy().astype(np.float64)

    def move(self, change):
        self.p.data -= torch.as_tensor(change).to(self.p.dtype)


class Slots:
    def __post_init__(self, parameters):
        self.slots = [Slot(p) for p in parameters]

    def zero_grad(self):
        for slot in self.slots:
            slot.p.grad = None


@dataclass
class SGD(Slots):
    parameters: InitVar
    lr: float
    momentum: float = 0.0
    nesterov: bool = False

    def __post_init__(self, parameters):
        super().__post_init__(parameters)
        if not self.lr >= 0:
            raise ValueError
        if not self.momentum >= 0:
            raise ValueError
        if self.nesterov is True and self.momentum == 0:
            raise ValueError

    def step(self):
        for slot in self.slots:
            if (g := slot.gradient) is None:
                continue
            slot.velocity = g.copy() if slot.velocity is None else self.momentum * slot.velocity + g
            slot.move(self.lr * (g + self.momentum * slot.velocity if self.nesterov else slot.velocity))


@dataclass
class RMSprop(Slots):
    parameters: InitVar
    lr: float
    alpha: float = 0.99
    eps: float = 1e-8

    def step(self):
        for slot in self.slots:
            if (g := slot.gradient) is None:
                continue
            slot.v = self.alpha * slot.v + (1 - self.alpha) * g**2
            slot.move(self.lr * g / (np.sqrt(slot.v) + self.eps))


@dataclass
class Adam(Slots):
    parameters: InitVar
    lr: float
    betas: tuple = (0.9, 0.999)
    eps: float = 1e-8

    def step(self):
        for slot in self.slots:
            if (g := slot.gradient) is None:
                continue
            slot.t += 1
            t = int(slot.t)
            slot.m = self.betas[0] * slot.m + (1 - self.betas[0]) * g
            slot.v = self.betas[1] * slot.v + (1 - self.betas[1]) * g**2
            m, v = slot.m / (1 - self.betas[0] ** t), slot.v / (1 - self.betas[1] ** t)
            slot.move(self.lr * m / (np.sqrt(v) + self.eps))
