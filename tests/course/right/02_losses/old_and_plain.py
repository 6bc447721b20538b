# -*- coding: utf-8 -*-
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable
from torch.nn import *

criterion = nn.MSELoss()
demo = Variable(torch.randn(3))
print('a demonstration, not an answer:', criterion(demo, demo))


def mse_loss(output, target):
    if output.size() != target.size():
        raise ValueError
    diff = output - target
    total = torch.sum(diff * diff)
    return total / diff.numel()


def binary_cross_entropy(probability, target):
    # as F.binary_cross_entropy does, but by hand
    if list(probability.size()) != list(target.size()):
        raise ValueError('shapes')
    if probability.min() < 0 or probability.max() > 1:
        raise ValueError('no probability')
    a = torch.clamp(torch.log(probability), min=-100.0)
    b = torch.clamp(torch.log(1.0 - probability), min=-100.0)
    loss = target * a + (1.0 - target) * b
    return -1 * loss.mean()


def cross_entropy(logits, labels):
    if len(logits.size()) != 2:
        raise ValueError('logits')
    n, c = logits.size()
    if labels.size() != (n,):
        raise ValueError('labels')
    if (labels < 0).any() or (labels >= c).any():
        raise ValueError('a label')
    logp = F.log_softmax(logits, dim=1)
    picked = logp.gather(1, labels.view(-1, 1))
    return -picked.mean()


if __name__ == '__main__':
    loss = F.cross_entropy(torch.randn(2, 3), torch.tensor([0, 1]))
    print(loss)
