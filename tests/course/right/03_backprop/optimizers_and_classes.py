import copy
import torch
from dataclasses import dataclass, field
from torch import nn, optim


def zero_gradients(parameters):
    parameters = list(parameters)
    if parameters:
        optim.SGD(parameters, lr=0.1).zero_grad()


def vector_jacobian_product(model, x, v):
    model.requires_grad_  # left alone
    model.zero_grad(set_to_none=True)
    (model(x) * v).sum().backward(retain_graph=True)
    return copy.deepcopy({n: p.grad for n, p in model.named_parameters() if p.grad is not None})


def bias_gradient_before_and_after(net, image, target):
    zero_gradients(net.parameters())
    looks = []
    look = lambda: looks.append(torch.zeros(net.conv1.bias.shape, dtype=net.conv1.bias.dtype) if net.conv1.bias.grad is None else net.conv1.bias.grad.detach().clone())
    look()
    nn.functional.mse_loss(net(image), target).backward()
    look()
    return tuple(looks)


@dataclass
class Mean:
    total: float = 0.0
    weight: int = 0
    history: list = field(default_factory=list)

    def add(self, value, weight):
        self.total, self.weight = self.total + value * weight, self.weight + weight
        self.history.append(value)


def accumulate_gradients(model, batches, criterion):
    mean, iterator = Mean(), iter(batches)
    batch = next(iterator, None)
    if batch is None:
        raise ValueError("no batches")
    for p in model.parameters():
        p.grad = None
    while batch is not None:
        x, y = batch
        loss = criterion(model(x), y)
        loss.backward(torch.tensor(float(len(x)), dtype=loss.dtype))
        mean.add(loss.item(), len(x))
        batch = next(iterator, None)
    with torch.no_grad():
        for p in model.parameters():
            if p.grad is not None:
                p.grad.mul_(1 / mean.weight)
    return mean.total / mean.weight


def count_graph_nodes(tensor):
    seen = {}
    def collect(node):
        if node is not None and id(node) not in seen:
            seen[id(node)] = node  # kept, so that its id is not given away
            for pair in node.next_functions:
                collect(pair[0])
    collect(tensor.grad_fn)
    names = [node.name() for node in seen.values()]
    return {name: names.count(name) for name in names}


def step(x):
    return x.gt(0).to(x.dtype)


class ReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, inplace=False):
        y = nn.ReLU()(x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        y, = ctx.saved_tensors
        return grad_output.masked_fill(step(y) == 0, 0.0), None


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        limit = (1 / in_features) ** 0.5
        distribution = torch.distributions.Uniform(-limit, limit)
        self.weight = nn.Parameter(distribution.sample((out_features, in_features)))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features))
            nn.init.uniform_(self.bias, -limit, limit)

    def extra_repr(self):
        return str(tuple(self.weight.shape))

    def forward(self, x):
        rows = x.reshape(-1, x.shape[-1])
        y = torch.stack([(rows * w).sum(-1) for w in self.weight], dim=-1)
        if self.bias is not None:
            y = y + self.bias.expand_as(y)
        return y.reshape(x.shape[:-1] + (len(self.weight),))
