# -*- coding: utf-8 -*-
"""As in the tutorials of 2017."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable, Function
import math


def zero_gradients(parameters):
    for f in parameters:
        if f.grad is not None:
            f.grad.data.zero_()


def vector_jacobian_product(model, x, v):
    for p in model.parameters():
        p.grad = None
    out = model(Variable(x))
    torch.autograd.backward([out], [v])
    result = {}
    for name, p in model.named_parameters():
        if p.grad is None:
            continue
        result[name] = p.grad.data.clone()
    return result


def bias_gradient_before_and_after(net, image, target):
    # set_to_none=False: zeros, as it was then
    for p in net.parameters():
        if p.grad is None:
            p.grad = torch.zeros_like(p)
    net.zero_grad(set_to_none=False)
    print('conv1.bias.grad before backward')
    print(net.conv1.bias.grad)
    before = net.conv1.bias.grad.data.clone()
    criterion = nn.MSELoss()
    loss = criterion(net(image), target)
    loss.backward()
    print('conv1.bias.grad after backward')
    print(net.conv1.bias.grad)
    return before, net.conv1.bias.grad.data.clone()


def accumulate_gradients(model, batches, criterion):
    batches = [(x, y) for x, y in batches]
    if len(batches) == 0:
        raise ValueError('empty')
    n = sum([x.size(0) for x, y in batches])
    zero_gradients(model.parameters())
    running_loss = 0.0
    for i, data in enumerate(batches, 0):
        inputs, labels = data
        outputs = model(inputs)
        loss = criterion(outputs, labels) * inputs.size(0) / n
        loss.backward()
        running_loss += loss.data.item()
    return running_loss


def count_graph_nodes(tensor):
    names = {}
    seen = []

    def visit(node):
        if node is None:
            return
        if node in seen:
            return
        seen.append(node)
        name = type(node).__name__
        if name in names:
            names[name] += 1
        else:
            names[name] = 1
        for u in node.next_functions:
            visit(u[0])

    visit(tensor.grad_fn)
    return names


class ReLU(Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return F.relu(input)

    @staticmethod
    def backward(ctx, grad_output):
        input, = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input <= 0] = 0
        return grad_input


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super(Linear, self).__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = nn.Parameter(torch.Tensor(out_features, in_features))
        if bias:
            self.bias = nn.Parameter(torch.Tensor(out_features))
        else:
            self.register_parameter('bias', None)
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1. / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)

    def forward(self, x):
        out = x.matmul(self.weight.t())
        if self.bias is not None:
            out += self.bias
        return out


if __name__ == '__main__':
    layer = nn.Linear(3, 2)
    print(count_graph_nodes(layer(torch.randn(2, 3)).sum()))
