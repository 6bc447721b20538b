"""Train on real handwriting: 1797 digits, in batches, shuffled anew in every epoch."""

from collections.abc import Callable, Iterable, Iterator

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

Part = tuple[torch.Tensor, torch.Tensor]  # images and their labels
Criterion = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


class DigitNet(nn.Module):
    """Give ten raw scores for each image: (N, 1, 32, 32) → (N, 10). Two convolutions, then one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.fc = nn.Linear(16 * 8 * 8, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc(x.flatten(1))


def load_digit_images(
    test_fraction: float = 0.25, seed: int = 0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (x_train, y_train, x_test, y_test): scikit-learn's 1797 handwritten digits, split in two.

    `sklearn.datasets.load_digits` gives 8×8 images with numbers from 0 to 16. Divide them by 16 and resize them to
    32×32 (bilinear, align_corners False). x is float32 of shape (N, 1, 32, 32), y int64 of shape (N,). Every digit is
    in one of the two parts. The split is stratified: of each class, test holds its fraction, within one sample. The
    same seed gives the same split, another seed another one, and the global random state stays as it is.

    >>> x_train, y_train, x_test, y_test = load_digit_images()
    >>> len(x_train) + len(x_test), x_test.shape[1:]
    (1797, torch.Size([1, 32, 32]))
    """
    raise NotImplementedError("TODO: load_digit_images")


def minibatches(x: torch.Tensor, y: torch.Tensor, batch_size: int, generator: torch.Generator) -> Iterator[Part]:
    """Give the samples in shuffled batches (x, y) of batch_size; the last one may be smaller.

    The order is that of `torch.randperm(len(x), generator=generator)`, and every sample comes once. A batch_size below
    1, or an x and a y of different lengths, raises ValueError: when you call it, or when the first batch is asked for.

    >>> x, y = torch.arange(5) * 10, torch.arange(5)
    >>> for batch in minibatches(x, y, 2, torch.Generator().manual_seed(0)):
    ...     print(batch)
    (tensor([40,  0]), tensor([4, 0]))
    (tensor([10, 30]), tensor([1, 3]))
    (tensor([20]), tensor([2]))
    """
    raise NotImplementedError("TODO: minibatches")


def train_epoch(
    model: nn.Module, batches: Iterable[Part], criterion: Criterion, optimizer: torch.optim.Optimizer
) -> float:
    """Take one training step for each batch (x, y), and return the mean loss per SAMPLE as a float.

    The model is trained in train mode. `batches` can be any iterable, a generator too. The criterion gives the mean
    over its batch, and batches can have different sizes. A batch's loss is the one before its step.

    >>> batches = [(torch.zeros(3, 1), torch.zeros(3, 1)), (torch.zeros(1, 1), torch.full((1, 1), 2.0))]
    >>> model = nn.Linear(1, 1, bias=False)
    >>> train_epoch(model, batches, nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.1))
    1.0
    """
    raise NotImplementedError("TODO: train_epoch")


def accuracy(model: nn.Module, x: torch.Tensor, y: torch.Tensor, batch_size: int = 256) -> float:
    """Return the share of samples whose largest score is that of their label, as a float between 0 and 1.

    batch_size is how many samples go through the model at a time, which changes nothing about the result. The model
    answers in eval mode and without recording a graph; afterwards it is in the mode in which it came.

    >>> scores = torch.tensor([[0.1, 0.7, 0.2], [0.9, 0.0, 0.1], [0.2, 0.3, 0.5], [0.4, 0.5, 0.1]])
    >>> accuracy(nn.Identity(), scores, torch.tensor([1, 0, 2, 0]), batch_size=3)
    0.75
    """
    raise NotImplementedError("TODO: accuracy")


def fit(model: nn.Module, train: Part, test: Part, epochs: int, lr: float, seed: int) -> dict[str, list[float]]:
    """Train the model with `nn.CrossEntropyLoss`, and return its history: one entry for each epoch.

    train and test are pairs (x, y). The history is `{"train_loss": [...], "test_accuracy": [...]}`: what `train_epoch`
    returned, and the accuracy on test after that epoch. The batches are shuffled by
    `torch.Generator().manual_seed(seed)`: the same seed and the same start weights give the same history, and the
    global random state stays as it is. A model that comes in train mode is in it afterwards, too. The optimizer and the
    batch size are your choice; with lr=0.01, the best of 8 epochs on the digits should be at least 0.90.

    >>> x_train, y_train, x_test, y_test = load_digit_images()
    >>> history = fit(DigitNet(), (x_train, y_train), (x_test, y_test), epochs=2, lr=0.01, seed=0)
    >>> len(history["train_loss"]), len(history["test_accuracy"])
    (2, 2)
    """
    raise NotImplementedError("TODO: fit")


def confusion_matrix(labels: torch.Tensor, predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count how often each label was given each answer: an int64 tensor of shape (num_classes, num_classes).

    Row i, column j holds the number of samples with label i and prediction j. labels and predictions are int64 tensors
    of the same length, with values from 0 to num_classes − 1.

    >>> confusion_matrix(torch.tensor([0, 0, 0, 1]), torch.tensor([0, 2, 2, 1]), num_classes=3)
    tensor([[1, 0, 2],
            [0, 1, 0],
            [0, 0, 0]])
    """
    raise NotImplementedError("TODO: confusion_matrix")


def save_weights(model: nn.Module, path: str) -> None:
    """Write the model's state dict, and nothing else, to a file.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/weights.pt"
    >>> save_weights(DigitNet(), path)
    >>> sorted(torch.load(path))
    ['conv1.bias', 'conv1.weight', 'conv2.bias', 'conv2.weight', 'fc.bias', 'fc.weight']
    """
    raise NotImplementedError("TODO: save_weights")


def load_weights(model: nn.Module, path: str) -> nn.Module:
    """Read what `save_weights` wrote into the model, and return the model.

    A file that holds more than tensors is refused, since reading it could run somebody else's code: `torch.load` does
    that by itself, as long as `weights_only` stays True. The model stays in the mode in which it came.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/weights.pt"
    >>> save_weights(DigitNet(), path)
    >>> type(load_weights(DigitNet(), path)).__name__
    'DigitNet'
    """
    raise NotImplementedError("TODO: load_weights")
