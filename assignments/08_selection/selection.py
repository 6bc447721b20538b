"""Choose the model: cross-validation says how well a setting does on samples that were not used for training."""

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn


def k_fold_indices(n: int, k: int, generator: torch.Generator) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return k pairs (train, validation) of int64 index tensors, for n samples numbered 0 to n − 1.

    Every sample is in exactly one of the k validation parts, and in the train parts of all other pairs. The validation
    parts differ in size by one sample at most. The generator draws which samples fall into which part; the order inside
    a part is free. k < 2 or k > n raises ValueError.

    >>> folds = k_fold_indices(7, 3, torch.Generator().manual_seed(0))
    >>> sorted(len(validation) for train, validation in folds)
    [2, 2, 3]
    """
    raise NotImplementedError("TODO: k_fold_indices")


def standardize(train: torch.Tensor, *others: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Return train and the others with each feature's mean in TRAIN subtracted, divided by its deviation in TRAIN.

    Each has the shape (rows, features); train has at least two rows. The standard deviation may be the one with n or
    the one with n − 1. A feature that is constant in train becomes 0 there and stays finite in the others. Nothing is
    changed in place. Always returns a tuple, train first, even if there are no others.

    >>> standardize(torch.tensor([[0.0], [3.0], [6.0]]), torch.tensor([[9.0]]))
    (tensor([[-1.],
            [ 0.],
            [ 1.]]), tensor([[2.]]))
    """
    raise NotImplementedError("TODO: standardize")


def cross_validate(
    make_model: Callable[[], nn.Module],
    x: torch.Tensor,
    y: torch.Tensor,
    k: int,
    epochs: int,
    lr: float,
    generator: torch.Generator,
) -> list[float]:
    """Return the validation accuracies of k folds as floats, each by a FRESH model from make_model().

    The folds are those of `k_fold_indices(len(x), k, generator)`: call it, so that a bad k raises its ValueError. For
    each fold, standardize both parts by the train part, and train a new model on the train part: in train mode, all
    samples at once, `epochs` steps of plain SGD with the learning rate lr on `nn.CrossEntropyLoss`. Its accuracy is the
    share of right answers on the validation part, in eval mode. x has the shape (N, features), y holds N int64 labels,
    and a model gives raw scores (N, C). x and y stay as they are.

    >>> x = torch.tensor([[0.0], [1.0], [2.0], [10.0], [11.0], [12.0]])
    >>> y = torch.tensor([0, 0, 0, 1, 1, 1])
    >>> generator = torch.Generator().manual_seed(0)
    >>> cross_validate(lambda: nn.Linear(1, 2), x, y, k=3, epochs=50, lr=0.5, generator=generator)
    [1.0, 1.0, 1.0]
    """
    raise NotImplementedError("TODO: cross_validate")


def grid_search(
    grid: dict[str, list[Any]], score: Callable[..., float]
) -> tuple[dict[str, Any], float, list[tuple[dict[str, Any], float]]]:
    """Try every combination of the grid, and return (best params, best score, results).

    The grid lists the values of each parameter: `{"hidden_size": [2, 8], "lr": [0.1]}`. A combination is a dict with
    one value for each name, and `score(**params)` says how good it is: larger is better. results are the pairs
    (params, score) of all combinations in the order of `itertools.product`, where the last parameter changes fastest.
    Of equally good ones the first wins. A grid with nothing to try, `{}` or one with an empty list, raises ValueError.
    The grid stays as it is.

    >>> best_params, best_score, results = grid_search({"a": [1, 2], "b": [0, 5]}, lambda a, b: 10 * a - b)
    >>> best_params, best_score
    ({'a': 2, 'b': 0}, 20)
    >>> results
    [({'a': 1, 'b': 0}, 10), ({'a': 1, 'b': 5}, 5), ({'a': 2, 'b': 0}, 20), ({'a': 2, 'b': 5}, 15)]
    """
    raise NotImplementedError("TODO: grid_search")
