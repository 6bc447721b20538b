"""With torch.autograd.grad, einsum, and no mutation where it can be avoided."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor, nn


def zero_gradients(parameters: Iterable[nn.Parameter]) -> None:
    [setattr(p, "grad", torch.zeros_like(p)) for p in parameters]


def vector_jacobian_product(model: nn.Module, x: Tensor, v: Tensor) -> dict[str, Tensor]:
    trainable = {name: p for name, p in model.named_parameters() if p.requires_grad}
    slopes = torch.autograd.grad(model(x), list(trainable.values()), grad_outputs=v, allow_unused=True)
    return {name: slope for name, slope in zip(trainable, slopes) if slope is not None}


def bias_gradient_before_and_after(net, image, target):
    bias: Tensor = net.conv1.bias
    before = torch.zeros_like(bias, requires_grad=False)
    error = ((net(image) - target) ** 2).mean()
    (after,) = torch.autograd.grad(error, bias)
    return [before, after.detach()]


def accumulate_gradients(model: nn.Module, batches: Iterable, criterion: Callable) -> float:
    parameters = [p for p in model.parameters() if p.requires_grad]
    sums = [torch.zeros_like(p) for p in parameters]
    samples, total = 0, 0.0
    for inputs, targets in batches:
        loss = criterion(model(inputs), targets)
        slopes = torch.autograd.grad(loss, parameters, allow_unused=True)
        for accumulated, slope in zip(sums, slopes):
            if slope is not None:
                accumulated.add_(slope, alpha=len(inputs))
        samples += len(inputs)
        total += float(loss) * len(inputs)
    try:
        mean = total / samples
    except ZeroDivisionError:
        raise ValueError("no batches") from None
    for p, accumulated in zip(parameters, sums):
        p.grad = accumulated / samples
    return mean


def walk(node) -> Iterator:
    known = {node}
    queue = collections.deque(known)
    while queue:
        yield (node := queue.popleft())
        new = {following for following, _ in node.next_functions} - {None} - known
        known |= new
        queue.extend(new)


def count_graph_nodes(tensor: Tensor) -> collections.Counter:
    if tensor.grad_fn is None:
        return collections.Counter()
    return collections.Counter(node.name() for node in walk(tensor.grad_fn))


class ReLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return torch.where(x > 0, x, torch.zeros_like(x))

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.positive = x > 0

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad_output):
        return torch.where(ctx.positive, grad_output, 0)


class Linear(nn.Module):
    weight: nn.Parameter

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()

        def draw(*shape: int) -> nn.Parameter:
            return nn.Parameter((2 * torch.rand(shape) - 1) * in_features**-0.5)

        self.weight = draw(out_features, in_features)
        self.bias = draw(out_features) if bias else None
        self.register_buffer("calls", torch.zeros((), dtype=torch.long))

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        y = torch.einsum("...i,oi->...o", x, self.weight)
        return y + self.bias if self.bias is not None else y
