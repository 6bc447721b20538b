import math
from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn import Parameter


@torch.no_grad()
def sgd_step(parameters: Iterable[Parameter], learning_rate: float) -> None:
    for p in filter(lambda p: p.grad is not None, parameters):
        p = p - learning_rate * p.grad


class Optimizer:
    def __init__(self, parameters, lr: float) -> None:
        self.lr = lr
        self.parameters = tuple(parameters)
        self.memory: dict[str, dict[int, Tensor]] = defaultdict(dict)
        self.counts: dict[int, int] = defaultdict(int)

    def remembered(self, name: str, p: Parameter) -> Tensor:
        return self.memory[name].setdefault(id(p), torch.zeros_like(p, requires_grad=False))

    def change(self, p: Parameter, gradient: Tensor, count: int) -> Tensor:
        raise NotImplementedError

    def step(self) -> None:
        for p in self.parameters:
            if p.grad is not None:
                self.counts[id(p)] += 1
                p.data = p.data - self.change(p, p.grad.detach(), self.counts[id(p)])

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = torch.zeros_like(p)


class SGD(Optimizer):
    def __init__(self, parameters, lr, momentum=0.0, nesterov=False) -> None:
        if min(lr, momentum) < 0:
            raise ValueError("negative")
        if nesterov and not momentum:
            raise ValueError("nesterov needs momentum")
        super().__init__(parameters, lr)
        self.momentum = momentum
        self.nesterov = nesterov

    def change(self, p, gradient, count):
        velocity = self.momentum * self.remembered("velocity", p) + self.lr * gradient
        self.memory["velocity"][id(p)] = velocity
        if self.nesterov:
            return self.lr * gradient + self.momentum * velocity
        return velocity


class RMSprop(Optimizer):
    def __init__(self, parameters, lr, alpha=0.99, eps=1e-8) -> None:
        super().__init__(parameters, lr)
        self.alpha = alpha
        self.eps = eps

    def change(self, p, gradient, count):
        average = torch.lerp(gradient.square(), self.remembered("average", p), self.alpha)
        self.memory["average"][id(p)] = average
        return self.lr / (average**0.5 + self.eps) * gradient


class Adam(Optimizer):
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8) -> None:
        super().__init__(parameters, lr)
        self.beta1, self.beta2 = betas
        self.eps = eps

    def change(self, p, gradient, count):
        m = self.remembered("m", p).lerp_(gradient, 1 - self.beta1)
        v = self.remembered("v", p).lerp_(gradient.square(), 1 - self.beta2)
        v_root = v.sqrt() / math.sqrt(1 - self.beta2**count)
        return self.lr / (1 - self.beta1**count) * m / (v_root + self.eps)
