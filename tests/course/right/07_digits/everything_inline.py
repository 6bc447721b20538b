"""fit calls none of the others, and brings its own loop, loader and count."""

from collections import OrderedDict, defaultdict

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits as _load
from sklearn.model_selection import StratifiedShuffleSplit
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def load_digit_images(test_fraction: float = 0.25, seed: int = 0):
    pixels, classes = _load(return_X_y=True)
    splitter = StratifiedShuffleSplit(n_splits=1, test_size=test_fraction, random_state=seed)
    x = F.interpolate(torch.tensor(pixels).view(-1, 1, 8, 8).div(16), scale_factor=4, mode="bilinear").float()
    y = torch.tensor(classes)
    ((train, test),) = splitter.split(pixels, classes)
    return [part[torch.from_numpy(rows)] for rows in (train, test) for part in (x, y)]


class minibatches:  # noqa: N801
    """An iterable that can be gone through again, in a new order each time."""

    def __init__(self, x, y, batch_size, generator):
        if batch_size <= 0 or len(x) != len(y):
            raise ValueError(f"{batch_size=}, {len(x)=}, {len(y)=}")
        self.x, self.y, self.batch_size, self.generator = x, y, batch_size, generator

    def __iter__(self):
        order = torch.randperm(len(self.x), generator=self.generator).tolist()
        while order:
            now, order = order[: self.batch_size], order[self.batch_size :]
            yield torch.stack([self.x[i] for i in now]), torch.stack([self.y[i] for i in now])


def train_epoch(model, batches, criterion, optimizer):
    mean, seen = 0.0, 0
    for x, y in batches:
        model.train()
        def closure():
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss
        loss = float(optimizer.step(closure))
        seen += y.shape[0]
        mean += (loss - mean) * y.shape[0] / seen
    return mean


@torch.inference_mode()
def accuracy(model, x, y, batch_size=256):
    mode, _ = model.training, model.train(False)
    try:
        answers = torch.cat([model(piece).topk(1).indices[:, 0] for piece in torch.split(x, batch_size)])
        return torch.mean((answers == y).double()).item()
    finally:
        model.train(mode)


def fit(model, train, test, epochs, lr, seed):
    g = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(*train), batch_size=24, shuffle=True, generator=g)
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=0.9, nesterov=True)
    model.train()
    history = defaultdict(list)
    for _ in range(epochs):
        total = 0
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels, reduction="sum")
            (loss / len(labels)).backward()
            optimizer.step()
            total += loss.item()
        history["train_loss"].append(total / len(train[0]))
        model.eval()
        with torch.no_grad():
            right = (model(test[0]).argmax(-1) == test[1]).float().mean()
        history["test_accuracy"].append(right.item())
        model.train()
    return history


def confusion_matrix(labels, predictions, num_classes):
    rows, columns = F.one_hot(labels, num_classes), F.one_hot(predictions, num_classes)
    return rows.T @ columns


def save_weights(model, path):
    with open(path, "wb") as file:
        torch.save(OrderedDict((name, value.clone()) for name, value in model.state_dict().items()), file)


def load_weights(model, path):
    with open(path, "rb") as file:
        stored = torch.load(file, map_location="cpu", weights_only=True)
    assert model.load_state_dict(stored, strict=True).missing_keys == []
    return model
