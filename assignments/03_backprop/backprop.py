"""Backpropagation: what `backward()` leaves behind, the graph that it walks, and your own link of that graph.

A tensor that was computed from parameters remembers how. `backward()` walks that memory back to the parameters and ADDS
each one's gradient to its `.grad`. Where there is none yet, `.grad` is None.

Everything else that you are given stays as it is: weights, inputs, train or eval mode, and whether gradients are
recorded. What comes in as float64 goes out as float64.
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn


def zero_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Clear the gradients: afterwards each `.grad` is None or all zeros, as you like.

    Some may be None to begin with. `parameters` can be a list, but also something that can be walked through only
    once, such as `model.parameters()`. The parameters themselves stay as they are.

    >>> weight = nn.Parameter(torch.ones(2))
    >>> (3 * weight).sum().backward()
    >>> zero_gradients([weight])
    >>> weight.grad is None or weight.grad
    True
    """
    raise NotImplementedError("TODO: zero_gradients")


def vector_jacobian_product(model: nn.Module, x: torch.Tensor, v: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return how the outputs of model(x), weighed by v, react to each parameter: its gradient by its name.

    Clear the gradients, run the model on x, and backpropagate v from the output; v has the output's shape and says how
    much each output counts. The gradients are detached copies: they stay the same when the model is used again, and
    they are the same however often you call. A parameter that gets no gradient has no key; one whose gradient is zero
    has. What is left in `.grad` is up to you.

    >>> model = nn.Linear(2, 1)
    >>> vector_jacobian_product(model, torch.tensor([[3.0, 4.0]]), torch.tensor([[10.0]]))
    {'weight': tensor([[30., 40.]]), 'bias': tensor([10.])}
    """
    raise NotImplementedError("TODO: vector_jacobian_product")


def bias_gradient_before_and_after(
    net: nn.Module, image: torch.Tensor, target: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Look at the gradient of `net.conv1.bias`, backpropagate, and look again: return (before, after).

    Clear the net's gradients and look. Then backpropagate the mean squared error between net(image) and target, which
    have the same shape, and look again. Both are detached copies of the bias's shape, which do not change when the net
    is used again. Nothing was backpropagated yet at the first look, so `before` is zeros, even where `.grad` is None.
    """
    raise NotImplementedError("TODO: bias_gradient_before_and_after")


def accumulate_gradients(
    model: nn.Module,
    batches: Iterable[tuple[torch.Tensor, torch.Tensor]],
    criterion: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
) -> float:
    """Leave in `.grad` the gradient of the mean loss over ALL samples of the batches, and return that mean loss.

    This is how one trains on more samples than fit into memory: one backward a batch, never joining batches, while
    `.grad` adds up. Old gradients are cleared first.

    `batches` are pairs (x, y), perhaps of different sizes, perhaps in a generator that can be read only once.
    criterion(model(x), y) averages over the len(x) samples of its batch, so a small batch must count for less. The
    mean loss is a Python float. Without any batch: ValueError, and the gradients stay as they were.

    >>> model = nn.Linear(1, 1)
    >>> _ = nn.init.ones_(model.weight), nn.init.zeros_(model.bias)
    >>> batches = [(torch.tensor([[1.0], [2.0]]), torch.zeros(2, 1)), (torch.tensor([[4.0]]), torch.zeros(1, 1))]
    >>> accumulate_gradients(model, batches, nn.MSELoss())
    7.0
    >>> model.weight.grad
    tensor([[14.]])
    """
    raise NotImplementedError("TODO: accumulate_gradients")


def count_graph_nodes(tensor: torch.Tensor) -> dict[str, int]:
    """Return how many nodes of each name the graph behind a tensor has.

    `tensor.grad_fn` is the last node. Its `next_functions` are pairs: a node that it passes gradients to, and a number
    that you do not need. In place of a node there may be None: what came in there needs no gradient. A node that is
    reached on two paths counts once. A tensor without grad_fn gives {}. `node.name()` is the name; whatever stands
    before its last `::` may stay or go. No path is longer than 300 nodes.

    >>> weight = torch.ones(3, requires_grad=True)
    >>> count_graph_nodes((weight * 2).sum()) == {"SumBackward0": 1, "MulBackward0": 1, "AccumulateGrad": 1}
    True
    """
    raise NotImplementedError("TODO: count_graph_nodes")


class ReLU(torch.autograd.Function):
    """The function max(x, 0) with a gradient of its own, used as `ReLU.apply(x)`.

    >>> x = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)
    >>> ReLU.apply(x).backward(torch.tensor([5.0, 5.0, 5.0]))
    >>> x.grad
    tensor([0., 0., 5.])
    """

    @staticmethod
    def forward(ctx, x: torch.Tensor) -> torch.Tensor:
        """Return max(x, 0) for every number of x, and save in ctx what backward will need. x stays as it is."""
        raise NotImplementedError("TODO: ReLU.forward")

    @staticmethod
    def backward(ctx, grad_output: torch.Tensor) -> torch.Tensor:
        """Return the gradient of x: grad_output where x was above 0, else 0. grad_output stays as it is.

        Write it with arithmetic, comparison, indexing, torch.where or masked_fill. A ready-made ReLU, its ready-made
        derivative, and autograd are not allowed here: they are what you build.
        """
        raise NotImplementedError("TODO: ReLU.backward")


class Linear(nn.Module):
    """A linear layer: y = x Aᵀ + b, with A in `weight` and b in `bias`.

    `weight` has the shape (out_features, in_features), `bias` (out_features,). Both are nn.Parameters. x may have any
    dimensions before its last, which has in_features numbers. nn.Linear and F.linear are not allowed: they are what you
    build.

    >>> Linear(3, 2)(torch.zeros(5, 4, 3)).shape
    torch.Size([5, 4, 2])
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        """Draw weight and bias uniformly from −1/√in_features to 1/√in_features; bias=False: `self.bias` is None."""
        raise NotImplementedError("TODO: Linear.__init__")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y: from shape (…, in_features) to (…, out_features)."""
        raise NotImplementedError("TODO: Linear.forward")
