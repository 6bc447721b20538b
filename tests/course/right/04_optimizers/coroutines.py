"""Each parameter has a coroutine that turns gradients into updates."""
import torch


def plain(momentum, nesterov):
    v = 0
    g = yield
    while True:
        v = momentum * v + g
        g = yield (g + momentum * v if nesterov else v)


def rms(alpha, eps):
    average = 0
    g = yield
    while True:
        average = alpha * average + (1 - alpha) * g * g
        g = yield g / (average ** 0.5 + eps)


def adam(beta1, beta2, eps):
    m = v = 0
    p1 = p2 = 1
    g = yield
    while True:
        p1, p2 = p1 * beta1, p2 * beta2
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        g = yield m / (1 - p1) / ((v / (1 - p2)) ** 0.5 + eps)


class Optimizer:
    def __init__(self, parameters, lr, make):
        self.lr = lr
        self.pairs = []
        for p in parameters:
            rule = make()
            next(rule)
            self.pairs.append((p, rule))

    @torch.no_grad()
    def step(self):
        for p, rule in self.pairs:
            if p.grad is not None:
                p.copy_(p - self.lr * rule.send(p.grad.clone()))

    def zero_grad(self, set_to_none=True):
        for p, _ in self.pairs:
            if set_to_none:
                p.grad = None
            elif p.grad is not None:
                p.grad.zero_()


def sgd_step(parameters, learning_rate):
    Optimizer(parameters, learning_rate, lambda: plain(0, False)).step()


class SGD(Optimizer):
    def __init__(self, parameters, lr, momentum=0.0, nesterov=False):
        if min(lr, momentum) < 0 or nesterov and not momentum:
            raise ValueError((lr, momentum, nesterov))
        super().__init__(parameters, lr, lambda: plain(momentum, nesterov))


class RMSprop(Optimizer):
    def __init__(self, parameters, lr, alpha=0.99, eps=1e-8):
        super().__init__(parameters, lr, lambda: rms(alpha, eps))


class Adam(Optimizer):
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(parameters, lr, lambda: adam(*betas, eps))
