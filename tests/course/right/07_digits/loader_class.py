"""An iterable class for the batches and one for each of them, the device of the first parameter, sums as tensors, a learning rate that falls."""

import random, pickle, io
from collections import Counter, defaultdict, deque, OrderedDict
import torch, torch.nn as nn, torch.nn.functional as F
from sklearn.datasets import load_digits


class DigitNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.fc = nn.Linear(16 * 8 * 8, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc(x.flatten(1))


def load_digit_images(test_fraction=0.25, seed=0):
    d = load_digits()
    x = F.interpolate(
        torch.tensor(d.images).float()[:, None] / 16, scale_factor=4, mode="bilinear", align_corners=False
    )
    y = torch.tensor(d.target).long()
    g = torch.Generator().manual_seed(seed)
    train, test = [], []
    for c in range(10):
        idx = (y == c).nonzero().squeeze(1)
        idx = idx[torch.randperm(len(idx), generator=g)]
        n = round(len(idx) * test_fraction)
        test.append(idx[:n])
        train.append(idx[n:])
    train, test = torch.cat(train), torch.cat(test)
    return Unpacks(x[train], y[train], x[test], y[test])


class Unpacks:
    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        return iter(self.parts)


class minibatches:
    def __init__(self, x, y, batch_size, generator):
        if not (batch_size >= 1 and len(x) == len(y)):
            raise ValueError
        self.x, self.y, self.n, self.g = x, y, batch_size, generator

    def __iter__(self):
        perm = torch.randperm(len(self.x), generator=self.g).tolist()
        while perm:
            now, perm = perm[: self.n], perm[self.n :]
            yield Unpacks(self.x[now], self.y[now])

    def __len__(self):
        return -(-len(self.x) // self.n)


def train_epoch(model, batches, criterion, optimizer):
    model.train()
    losses, sizes = [], []
    for x, y in batches:
        loss = criterion(model(x), y)
        for p in model.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(float(len(y)))
    return torch.dot(torch.stack(losses).double(), torch.tensor(sizes).double()).div(sum(sizes)).item()


def accuracy(model, x, y, batch_size=256):
    training = model.training
    try:
        model.eval()
        x = x.to(next(model.parameters()).device)
        with torch.no_grad():
            hits = [
                (model(x[i : i + batch_size]).argmax(-1) == y[i : i + batch_size]) for i in range(0, len(x), batch_size)
            ]
        return torch.cat(hits).float().mean().item()
    finally:
        model.train(training)


def fit(model, train, test, epochs, lr, seed):
    (x, y), (xt, yt) = train, test
    loader = minibatches(x, y, 16, torch.Generator().manual_seed(seed))
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr, 0.9, nesterov=True)
    sched = torch.optim.lr_scheduler.StepLR(optimizer, 5, 0.5)
    h = OrderedDict(train_loss=deque(), test_accuracy=deque())
    for _ in range(epochs):
        h["train_loss"].append(train_epoch(model, loader, criterion, optimizer))
        sched.step()
        h["test_accuracy"].append(accuracy(model, xt, yt, batch_size=100))
    return OrderedDict((k, list(v)) for k, v in h.items())


def confusion_matrix(labels, predictions, num_classes):
    c = Counter(zip(labels.tolist(), predictions.tolist()))
    return torch.tensor([[c[i, j] for j in range(num_classes)] for i in range(num_classes)])


def save_weights(model, path):
    state = OrderedDict((k, v.detach().cpu().clone()) for k, v in model.state_dict().items())
    with open(path, "wb") as f:
        torch.save(state, f)


def load_weights(model, path):
    with open(path, "rb") as f:
        state = torch.load(io.BytesIO(f.read()), weights_only=True)
    model.load_state_dict(state, strict=True)
    return model
