import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits


class DigitNet(nn.Module):
    def __init__(self):
        super(DigitNet, self).__init__()
        self.fc = nn.Linear(32 * 32, 10)

    def forward(self, x):
        return self.fc(x.view(-1, 32 * 32))


def load_digit_images(test_fraction=0.25, seed=0):
    data = load_digits()
    images = (data.data.reshape(-1, 1, 8, 8) / data.data.max()).astype(np.float32)
    images = nn.Upsample(size=(32, 32), mode="bilinear", align_corners=False)(torch.from_numpy(images))
    labels = torch.from_numpy(data.target).long()
    g = torch.Generator()
    g.manual_seed(seed)
    train, test = [], []
    for digit in range(10):
        members = [i for i in range(len(labels)) if labels[i] == digit]
        order = torch.randperm(len(members), generator=g)
        n_test = round(test_fraction * len(members))
        test += [members[j] for j in order[:n_test]]
        train += [members[j] for j in order[n_test:]]
    return images[train], labels[train], images[test], labels[test]


def minibatches(x, y, batch_size, generator):
    if batch_size < 1:
        raise ValueError("batch_size")
    if x.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    permutation = torch.randperm(x.size(0), generator=generator)
    batches = []
    for i in range(0, x.size(0), batch_size):
        indices = permutation[i : i + batch_size]
        batches.append([x[indices], y[indices]])
    return batches


def train_epoch(model, batches, criterion, optimizer):
    model.train()
    losses = []
    sizes = []
    for batch_x, batch_y in batches:
        optimizer.zero_grad()
        output = model(batch_x)
        loss = criterion(output, batch_y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(batch_y))
    return float(np.average(losses, weights=sizes))


def accuracy(model, x, y, batch_size=256):
    training = model.training
    model.eval()
    correct = 0
    for i in range(len(y)):
        with torch.no_grad():
            output = model(x[i : i + 1])
        _, predicted = torch.max(output, 1)
        if predicted.item() == y[i].item():
            correct += 1
    model.train(training)
    return correct / len(y)


def fit(model, train, test, epochs, lr, seed):
    history = {"train_loss": [], "test_accuracy": []}
    generator = torch.Generator()
    generator.manual_seed(seed)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr)
    for epoch in range(epochs):
        loss = train_epoch(model, minibatches(train[0], train[1], 64, generator), criterion, optimizer)
        share = accuracy(model, test[0], test[1])
        print("epoch", epoch + 1, "loss", loss, "accuracy", share)
        history["train_loss"].append(loss)
        history["test_accuracy"].append(share)
    return history


def confusion_matrix(labels, predictions, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.long)
    for t, p in zip(labels, predictions):
        matrix[t, p] += 1
    return matrix


def save_weights(model, path):
    torch.save(model.state_dict(), path)


def load_weights(model, path):
    state = torch.load(path)
    model.load_state_dict(state)
    return model
