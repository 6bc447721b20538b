"""One sample at a time, as the tutorials on Dataset and DataLoader do it, with a checkpoint and prints on the way."""
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from sklearn.datasets import load_digits
from sklearn.model_selection import StratifiedShuffleSplit
from torch.autograd import Variable
from torch.utils.data import DataLoader, Dataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class DigitsDataset(Dataset):
    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        image, label = self.images[idx], self.labels[idx]
        if self.transform:
            image = self.transform(image)
        return image, label


def load_digit_images(test_fraction=0.25, seed=0):
    data = load_digits()
    X = torch.from_numpy((data.data / 16.0).astype(np.float32)).view(-1, 1, 8, 8)
    X = F.interpolate(X, size=(32, 32), mode="bilinear", align_corners=False)
    y = torch.from_numpy(data.target).long()
    splitter = StratifiedShuffleSplit(n_splits=1, test_size=test_fraction, random_state=seed)
    train_idx, test_idx = next(splitter.split(np.zeros(len(y)), data.target))
    return X[train_idx], y[train_idx], X[test_idx], y[test_idx]


def minibatches(x, y, batch_size, generator):
    if len(x) != len(y) or batch_size < 1:
        raise ValueError("bad batches")
    order = torch.randperm(len(x), generator=generator).tolist()
    dataset = DigitsDataset(x, y)
    return DataLoader(dataset, batch_size=batch_size, sampler=order, generator=torch.Generator())


def train_epoch(model, batches, criterion, optimizer):
    model.train()
    running_loss, seen = 0.0, 0
    for i, data in enumerate(batches, 0):
        inputs, labels = data
        inputs, labels = Variable(inputs).to(device), Variable(labels).to(device)
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * inputs.size(0)
        seen += inputs.size(0)
        if i % 20 == 19:
            print("[%5d] loss: %.3f" % (i + 1, running_loss / seen))
    return running_loss / seen


def accuracy(model, x, y, batch_size=256):
    was_training = model.training
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in DataLoader(DigitsDataset(x, y), batch_size=batch_size, shuffle=False, generator=torch.Generator()):
            _, predicted = torch.max(model(images).data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    model.train(was_training)
    return correct / total


def fit(model, train, test, epochs, lr, seed):
    since = time.time()
    generator = torch.Generator().manual_seed(seed)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    history = {"train_loss": [], "test_accuracy": []}
    os.makedirs("checkpoints", exist_ok=True)
    best = -1.0
    for epoch in range(epochs):
        print("Epoch {}/{}".format(epoch, epochs - 1))
        history["train_loss"].append(train_epoch(model, minibatches(*train, 16, generator), criterion, optimizer))
        acc = accuracy(model, test[0], test[1])
        history["test_accuracy"].append(acc)
        if acc > best:
            best = acc
            torch.save(model.state_dict(), "checkpoints/best.pth")
    print("Training complete in {:.0f}s".format(time.time() - since))
    return history


def confusion_matrix(labels, predictions, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for t, p in zip(labels.view(-1), predictions.view(-1)):
        matrix[t.long(), p.long()] += 1
    return matrix


def save_weights(model, path):
    torch.save(model.state_dict(), path)


def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location=device))
    model.to(device)
    return model


if __name__ == "__main__":
    x_train, y_train, x_test, y_test = load_digit_images()
