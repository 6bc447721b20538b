"""Indices by NumPy, helper functions shared between exercises, AdamW and a scheduler."""

import math
from itertools import starmap

import numpy as np
import torch
from sklearn import datasets, metrics, model_selection  # noqa: F401
from torch import Tensor, nn

BATCH = 32


def load_digit_images(test_fraction=0.25, seed=0):
    bunch = datasets.load_digits()
    tensor = torch.as_tensor(bunch.images, dtype=torch.float32)[:, None] / 16.0
    large = torch.nn.functional.interpolate(tensor, (32, 32), mode="bilinear")
    x_train, x_test, y_train, y_test = model_selection.train_test_split(
        large.numpy(), bunch.target, test_size=test_fraction, random_state=np.random.RandomState(seed), stratify=bunch.target
    )
    return tuple(map(torch.from_numpy, (x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64))))


def _cut(n, batch_size):
    return [slice(i * batch_size, (i + 1) * batch_size) for i in range(math.ceil(n / batch_size))]


def minibatches(x, y, batch_size, generator):
    if batch_size < 1 or len(x) != len(y):
        raise ValueError("a batch size of at least 1, and as many labels as samples, please")
    order = torch.randperm(len(x), generator=generator)
    x, y = torch.index_select(x, 0, order), torch.index_select(y, 0, order)
    return ((x[piece], y[piece]) for piece in _cut(len(x), batch_size))


def train_epoch(model, batches, criterion, optimizer):
    def step(x: Tensor, y: Tensor):
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.detach() * len(x), len(x)

    model.train()
    sums, sizes = zip(*starmap(step, batches))
    return (torch.stack(sums).sum() / sum(sizes)).item()


def accuracy(model: nn.Module, x: Tensor, y: Tensor, batch_size: int = 256) -> float:
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    with torch.no_grad():
        right = sum(int((model(x[p]).max(dim=1).indices == y[p]).sum()) for p in _cut(len(x), batch_size))
    for m, mode in modes:
        m.training = mode
    return np.float64(right) / len(x)


def fit(model, train, test, epochs, lr, seed):
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
    generator = torch.Generator().manual_seed(seed)
    losses, shares = [], []
    for _ in range(epochs):
        batches = minibatches(x=train[0], y=train[1], batch_size=BATCH, generator=generator)
        losses.append(train_epoch(model, list(batches), nn.CrossEntropyLoss(), optimizer))
        shares.append(accuracy(model, *test, batch_size=len(test[0])))
        schedule.step()
    return dict(train_loss=losses, test_accuracy=shares)


def confusion_matrix(labels, predictions, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (labels.numpy(), predictions.numpy()), 1)
    return torch.from_numpy(matrix)


def save_weights(model, path):
    torch.save(obj=model.state_dict(), f=path)


def load_weights(model, path):
    return (model.load_state_dict(torch.load(path)), model)[1]


if __name__ == "__main__":
    parts = load_digit_images()
    model = nn.Sequential(nn.Flatten(), nn.Linear(1024, 10))
    print(fit(model, parts[:2], parts[2:], epochs=8, lr=0.01, seed=0))
    answers = model(parts[2]).argmax(1)
    print(metrics.confusion_matrix(parts[3], answers), confusion_matrix(parts[3], answers, 10))
