import torch


def sgd_step(parameters, learning_rate):
    moving = [p for p in parameters if p.grad is not None]
    if not moving:
        return
    with torch.set_grad_enabled(False):
        torch._foreach_add_(moving, [p.grad for p in moving], alpha=-learning_rate)


def zero_all(parameters):
    for p in parameters:
        if p.grad is not None:
            p.grad = p.grad * 0


class SGD:
    __slots__ = ("move", "params")

    def __init__(self, parameters, lr, momentum=0.0, nesterov=False):
        if any(x < 0 for x in (lr, momentum)) or (nesterov and momentum == 0):
            raise ValueError("bad settings")
        self.params = list(parameters)
        speeds = {}

        def move(i, p):
            speeds[i] = momentum * speeds.get(i, 0) + p.grad
            look = p.grad + momentum * speeds[i] if nesterov else speeds[i]
            return -lr * look

        self.move = move

    def step(self):
        apply_all(self.params, self.move)

    def zero_grad(self):
        zero_all(self.params)


class RMSprop:
    def __init__(self, parameters, lr, alpha=0.99, eps=1e-8):
        self.params = list(parameters)
        squares = [0.0] * len(self.params)

        def move(i, p):
            squares[i] = squares[i] * alpha + p.grad * p.grad * (1 - alpha)
            return -lr * p.grad / (torch.sqrt(squares[i]) + eps)

        self.move = move

    def step(self):
        apply_all(self.params, self.move)

    def zero_grad(self):
        zero_all(self.params)


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(parameters)
        beta1, beta2 = betas
        memory = [(0.0, 0.0, 1.0, 1.0)] * len(self.params)

        def move(i, p):
            m, v, power1, power2 = memory[i]
            m = m + (1 - beta1) * (p.grad - m)
            v = v + (1 - beta2) * (p.grad.pow(2) - v)
            power1, power2 = power1 * beta1, power2 * beta2
            memory[i] = m, v, power1, power2
            return -lr * (m / (1 - power1)) / ((v / (1 - power2)).sqrt() + eps)

        self.move = move

    def step(self):
        apply_all(self.params, self.move)

    def zero_grad(self):
        zero_all(self.params)


@torch.no_grad()
def apply_all(params, move):
    for i, p in enumerate(params):
        if p.grad is not None:
            p.add_(move(i, p))
