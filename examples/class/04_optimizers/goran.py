import torch
import torch.nn as nn
import torch.optim as optim  # unused, as in many tutorials
from torch.autograd import Variable


def sgd_step(parameters, learning_rate):
    for f in parameters:
        if f.grad is None:
            continue
        f.data.sub_(f.grad.data * learning_rate)


class SGD(object):
    def __init__(self, parameters, lr, momentum=0.0, nesterov=False):
        super(SGD, self).__init__()
        if lr < 0.0 or momentum < 0.0:
            raise ValueError("Invalid lr or momentum")
        if nesterov and momentum <= 0:
            raise ValueError("Nesterov momentum requires a momentum")
        self.params = [p for p in parameters]
        self.lr = lr
        self.momentum = momentum
        self.nesterov = nesterov
        self.state = {}

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.data.zero_()

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            d_p = p.grad.data
            if self.momentum != 0:
                if p not in self.state:
                    buf = self.state[p] = torch.clone(d_p)
                else:
                    buf = self.state[p]
                    buf = self.state[p] = d_p.clone()
                if self.nesterov:
                    d_p = d_p.add(buf, alpha=self.momentum)
                else:
                    d_p = buf
            p.data.add_(d_p, alpha=-self.lr)


class RMSprop(object):
    def __init__(self, parameters, lr, alpha=0.99, eps=1e-8):
        self.params = [p for p in parameters]
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.state = {}

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.data.zero_()

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            grad = Variable(p.grad.data)
            square_avg = self.state.setdefault(p, torch.zeros_like(p.data))
            square_avg.mul_(self.alpha).addcmul_(grad, grad, value=1 - self.alpha)
            avg = square_avg.sqrt().add_(self.eps)
            p.data.addcdiv_(grad, avg, value=-self.lr)


class Adam(object):
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params = [p for p in parameters]
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {}

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.data.zero_()

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            grad = p.grad.data
            if p not in self.state:
                self.state[p] = {"step": 0, "exp_avg": torch.zeros_like(p.data), "exp_avg_sq": torch.zeros_like(p.data)}
            state = self.state[p]
            state["step"] += 1
            beta1, beta2 = self.betas
            state["exp_avg"].mul_(beta1).add_(grad, alpha=1 - beta1)
            state["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
            denom = state["exp_avg_sq"].sqrt().add_(self.eps * (1 - beta2 ** state["step"]) ** 0.5)
            step_size = self.lr * (1 - beta2 ** state["step"]) ** 0.5 / (1 - beta1 ** state["step"])
            p.data.addcdiv_(state["exp_avg"], denom, value=-step_size)


if __name__ == "__main__":
    w = nn.Parameter(torch.ones(2))
    reference = optim.SGD([w], lr=0.1)
