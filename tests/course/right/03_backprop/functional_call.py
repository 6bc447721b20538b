"""Copies of the parameters in functional_call, closures, and sums in one expression."""
import math, torch, copy
from torch import nn
from torch.func import functional_call

def zero_gradients(parameters):
    [setattr(p, "grad", None) for p in parameters]

def vector_jacobian_product(model, x, v):
    for p in model.parameters():
        p.grad = None
    leaves = {n: p.detach().clone().requires_grad_() for n, p in model.named_parameters() if p.requires_grad}
    frozen = {n: p for n, p in model.named_parameters() if not p.requires_grad}
    functional_call(model, {**leaves, **frozen}, (x,)).backward(gradient=v)
    return {n: l.grad for n, l in leaves.items() if l.grad is not None}

def bias_gradient_before_and_after(net, image, target):
    net.zero_grad()
    look = lambda: torch.zeros_like(net.conv1.bias.detach()).add_(0 if net.conv1.bias.grad is None else net.conv1.bias.grad)
    before = look()
    nn.functional.mse_loss(net(image), target, reduction="sum").div(target.numel()).backward()
    return before, look()

def accumulate_gradients(model, batches, criterion):
    batches = tuple(batches)
    N = sum(len(y) for _, y in batches)
    if N < 1:
        raise ValueError("empty")
    zero_gradients(model.parameters())
    def one(x, y):
        part = criterion(model(x), y) * (len(x) / N)
        part.backward()
        return part.detach().item()
    return math.fsum(one(*batch) for batch in batches)

def count_graph_nodes(tensor):
    def collect(node, seen):
        if node is not None and node not in seen:
            seen[node] = node.name()
            for child, _ in node.next_functions:
                collect(child, seen)
        return seen
    names = sorted(collect(tensor.grad_fn, {}).values())
    return {name: names.count(name) for name in names}

class ReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x.sign().clamp(min=0))
        return torch.nn.functional.relu(x)
    @staticmethod
    def backward(ctx, grad_output):
        (slope,) = ctx.saved_tensors
        return slope * grad_output

class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        spread = torch.distributions.Uniform(-1 / math.sqrt(in_features), 1 / math.sqrt(in_features))
        self.weight = nn.Parameter(spread.sample((out_features, in_features)))
        self.bias = bias and nn.Parameter(spread.sample((out_features,))) or None if not bias else nn.Parameter(spread.sample([out_features]))
    def forward(self, x):
        y = torch.tensordot(x, self.weight, dims=([-1], [1]))
        if isinstance(self.bias, nn.Parameter):
            y = torch.add(y, self.bias)
        return y
