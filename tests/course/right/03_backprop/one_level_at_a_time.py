"""Sets of nodes level by level, gradients by autograd.grad, the batch size as the gradient that backward starts from."""
import itertools
import math
from collections import Counter

import torch
import torch.nn as nn


def zero_gradients(parameters):
    [setattr(p, "grad", None) for p in parameters]


def vector_jacobian_product(model, x, v):
    model.zero_grad()
    named = {name: p for name, p in model.named_parameters() if p.requires_grad}
    found = torch.autograd.grad(model(x), list(named.values()), grad_outputs=v, allow_unused=True)
    return {name: gradient.detach().clone() for name, gradient in zip(named, found) if gradient is not None}


def bias_gradient_before_and_after(net, image, target):
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    before = torch.tensor(net.conv1.bias.grad.numpy().copy())
    (net(image) - target).pow(2).mean().backward()
    return [before, net.conv1.bias.grad.detach().clone()]


def accumulate_gradients(model, batches, criterion):
    batches = iter(batches)
    try:
        first = next(batches)
    except StopIteration:
        raise ValueError("no batches") from None
    zero_gradients(model.parameters())
    samples, total = 0, 0.0
    for x, y in itertools.chain([first], batches):
        loss = criterion(model(x), y)
        loss.backward(torch.tensor(float(len(x)), dtype=loss.dtype))
        samples, total = samples + len(x), total + len(x) * loss.item()
    with torch.no_grad():
        for p in model.parameters():
            if p.grad is not None:
                p.grad.copy_(p.grad / samples)
    return total / samples


def count_graph_nodes(tensor):
    level = {tensor.grad_fn} - {None}
    nodes = set(level)
    while level:
        level = {after for node in level for after, _ in node.next_functions if after is not None} - nodes
        nodes |= level
    return Counter(type(node).__name__ for node in nodes)


class ReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        output = torch.relu(x)
        ctx.save_for_backward(output)
        return output

    @staticmethod
    def backward(ctx, grad_output):
        (output,) = ctx.saved_tensors
        gradient = grad_output.clone()
        gradient[output == 0] = 0.0
        return gradient


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super(Linear, self).__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features))
        else:
            self.register_parameter("bias", None)
        for p in self.parameters():
            nn.init.uniform_(p, -1 / math.sqrt(in_features), 1 / math.sqrt(in_features))

    def forward(self, x):
        y = torch.einsum("...i,oi->...o", x, self.weight)
        return y if self.bias is None else y.add_(self.bias)
