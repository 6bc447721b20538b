"""State found by id, by address or by the parameter itself, made when it is first needed; steps on detached views."""
import torch


def sgd_step(parameters, learning_rate):
    with_gradients = [p for p in parameters if p.grad is not None]
    if with_gradients:
        with torch.no_grad():
            torch._foreach_add_(with_gradients, [p.grad for p in with_gradients], alpha=-learning_rate)


class SGD:
    def __init__(self, parameters, lr, momentum=0.0, nesterov=False):
        if min(lr, momentum) < 0 or nesterov and not momentum:
            raise ValueError("bad settings")
        self.parameters, self.lr, self.momentum, self.nesterov = tuple(parameters), lr, momentum, nesterov
        self.velocity = {}

    @torch.no_grad()
    def step(self):
        for p in self.parameters:
            if (gradient := p.grad) is not None:
                v = self.velocity[id(p)] = self.momentum * self.velocity.get(id(p), 0.0) + gradient
                p.sub_(self.lr * (gradient + self.momentum * v if self.nesterov else v))

    def zero_grad(self):
        for p in self.parameters:
            p.grad = torch.zeros_like(p)


class RMSprop:
    def __init__(self, parameters, lr, alpha=0.99, eps=1e-8):
        self.parameters, self.lr, self.alpha, self.eps = [*parameters], lr, alpha, eps
        self.squares = {}

    def step(self):
        for p in self.parameters:
            if p.grad is not None:
                place = p.data_ptr()
                self.squares[place] = self.alpha * self.squares.get(place, 0.0) + (1 - self.alpha) * p.grad**2
                p.detach().sub_(self.lr * p.grad / (self.squares[place] ** 0.5 + self.eps))

    def zero_grad(self):
        for p in self.parameters:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {p: {"t": 0, "m": torch.zeros_like(p), "v": torch.zeros_like(p)} for p in parameters}

    def step(self):
        b1, b2 = self.betas
        for p, s in self.state.items():
            if p.grad is None:
                continue
            s["t"] += 1
            s["m"].mul_(b1).add_(p.grad, alpha=1 - b1)
            s["v"].mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
            root = s["v"].sqrt() / (1 - b2 ** s["t"]) ** 0.5 + self.eps
            p.detach().addcdiv_(s["m"], root, value=-self.lr / (1 - b1 ** s["t"]))

    def zero_grad(self):
        for p in self.state:
            p.grad = None
