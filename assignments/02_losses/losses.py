"""How far is the output from the target? Three losses, written by hand.

A loss is one number: 0 when the output is perfect, larger when it is worse. Each function returns it as a tensor
without dimensions, so that `loss.backward()` can find out how to make it smaller. Work with tensors from the first line
to the last: a Python number has forgotten where it came from. What comes in as float64 goes out as float64, and the
tensors that you are given stay as they are.

The ready-made losses of torch.nn and torch.nn.functional are not allowed here: they are what you build.
"""

import torch


def mse_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean of the squared differences between output and target.

    Both have the same shape, any shape. Different shapes raise ValueError: PyTorch would stretch (N, 1) and (N,) to a
    table of N × N differences, every output against every target, and say nothing.

    >>> mse_loss(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 4.0, 4.0]))
    tensor(1.6667)
    """
    raise NotImplementedError("TODO: mse_loss")


def binary_cross_entropy(probability: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean of −(t · log p + (1 − t) · log(1 − p)) over all probabilities p and their targets t.

    p is how sure the model is that the answer is 1. A target is 0, 1 or anything between. Both tensors have the same
    shape, any shape.

    log(0) is minus infinity, so a logarithm below −100 counts as −100, each for itself, before it is multiplied: the
    loss stays finite even where the model is wholly sure and wrong.

    Different shapes raise ValueError, and so does a probability below 0 or above 1. Exactly 0 and 1 are fine.

    >>> binary_cross_entropy(torch.tensor([0.9, 0.2]), torch.tensor([1.0, 0.0]))
    tensor(0.1643)
    >>> binary_cross_entropy(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 1.0]))
    tensor(50.)
    """
    raise NotImplementedError("TODO: binary_cross_entropy")


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the mean of −log softmax at the label, over N samples.

    `logits` are raw scores of shape (N, C), one row a sample, one column a class. `labels` are int64 of shape (N,):
    the number of the right class, 0 to C−1. Softmax makes shares of a row: exp(score) / sum of exp(scores).

    Scores may be as large as ±10000, where exp overflows; the loss is finite and right there too.
    `torch.softmax`, `torch.log_softmax` and `torch.logsumexp` are tools that you may use.

    A label outside 0 to C−1 raises ValueError, and so do logits that are not (N, C) or labels that are not (N,).

    >>> cross_entropy(torch.tensor([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), torch.tensor([0, 2]))
    tensor(0.7531)
    """
    raise NotImplementedError("TODO: cross_entropy")
