"""One layer, one step: the smallest network, how it learns, and how it answers."""

from collections.abc import Callable

import torch
from torch import nn


class Perceptron(nn.Module):
    """One linear layer named `fc`, with a bias, and a sigmoid that turns each score into a number from 0 to 1.

    Takes a batch (N, input_size) → (N, num_class), or one sample (input_size,) → (num_class,).

    >>> model = Perceptron(input_size=3, num_class=2)
    >>> model(torch.zeros(4, 3)).shape
    torch.Size([4, 2])
    """

    def __init__(self, input_size: int, num_class: int) -> None:
        raise NotImplementedError("TODO: Perceptron.__init__")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("TODO: Perceptron.forward")


def train_step(
    model: nn.Module,
    inputs: torch.Tensor,
    targets: torch.Tensor,
    criterion: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
) -> float:
    """Update the model once, and return the loss it had BEFORE the update, as a float.

    Gradients that were there before do not count: clear those of the model, or those of the optimizer's parameters.
    The loss is criterion(output, targets). Take the optimizer you are given, whichever it is. A model in train mode is
    updated in train mode, and may be left in it.

    >>> model = nn.Linear(1, 1, bias=False)
    >>> _ = model.load_state_dict({"weight": torch.tensor([[1.0]])})
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
    >>> train_step(model, torch.tensor([[2.0]]), torch.tensor([[5.0]]), nn.MSELoss(), optimizer)
    9.0
    >>> model.weight.item()
    4.0
    """
    raise NotImplementedError("TODO: train_step")


def predict(model: nn.Module, inputs: torch.Tensor, threshold: float = 0.5) -> torch.Tensor:
    """Return 1 where the model's output is at least threshold, else 0, as an int64 tensor in the output's shape.

    The model answers in eval mode and without recording a graph. Afterwards it is in the mode in which it came.

    >>> predict(nn.Identity(), torch.tensor([[0.25], [0.5], [0.75]]))
    tensor([[0],
            [1],
            [1]])
    """
    raise NotImplementedError("TODO: predict")
