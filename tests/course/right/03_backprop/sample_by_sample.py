"""Small steps: every sample by itself, recursion, indexing, nn.init."""

import math

import torch
from torch import nn
from torch.autograd import Function


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is None:
            continue
        parameter.grad = parameter.grad.new_zeros(parameter.grad.shape)


def vector_jacobian_product(model, x, v):
    before = {name: p.grad for name, p in model.named_parameters()}
    for p in model.parameters():
        p.grad = None
    output = model(x)
    for o, weight in zip(output.flatten(), v.flatten()):
        o.backward(weight, retain_graph=True)
    gradients = {}
    for name, p in model.named_parameters():
        if p.grad is not None:
            gradients[name] = p.grad.clone().detach()
        p.grad = before[name]
    return gradients


def bias_gradient_before_and_after(net, image, target):
    zero_gradients(net.parameters())
    bias = net.conv1.bias
    before = bias.grad.clone() if bias.grad is not None else bias.detach() * 0
    bias.grad = None
    loss = torch.stack([(o - t) ** 2 for o, t in zip(net(image).flatten(), target.flatten())]).mean()
    loss.backward()
    after = torch.clone(bias.grad).detach()
    return (before, after)


def accumulate_gradients(model, batches, criterion):
    losses, sizes = [], []
    for x, y in batches:
        if not sizes:
            model.zero_grad(set_to_none=False)
        outputs = torch.cat([model(x[i : i + 1]) for i in range(len(x))])
        loss = criterion(outputs, y)
        # A running mean: what is there so far counts less with every batch.
        seen = sum(sizes)
        for p in model.parameters():
            if p.grad is not None:
                p.grad.mul_(seen / (seen + len(x)))
        (loss * (len(x) / (seen + len(x)))).backward()
        losses.append(loss.item())
        sizes.append(len(x))
    if not sizes:
        raise ValueError("no batches at all")
    return math.fsum(loss * size for loss, size in zip(losses, sizes)) / sum(sizes)


def count_graph_nodes(tensor):
    return _count(tensor.grad_fn, set(), {})


def _count(node, seen, counts):
    if node is None or node in seen:
        return counts
    seen.add(node)
    counts[node.name()] = counts.get(node.name(), 0) + 1
    for child, _ in node.next_functions:
        _count(child, seen, counts)
    return counts


class ReLU(Function):
    @staticmethod
    def forward(ctx, *inputs):
        x = inputs[0]
        ctx.mask = x > 0
        return torch.relu(x)

    @classmethod
    def backward(cls, ctx, *grads):
        result = torch.zeros_like(grads[0])
        result[ctx.mask] = grads[0][ctx.mask]
        return result


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty((out_features, in_features)))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features))
            bound = 1 / math.sqrt(in_features)
            nn.init.uniform_(self.bias, -bound, bound)
        else:
            self.bias = None

    def forward(self, x):
        y = torch.tensordot(x, self.weight, dims=([-1], [1]))
        return y if self.bias is None else torch.add(y, self.bias)
