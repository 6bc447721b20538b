# -*- coding: utf-8 -*-
import numpy
import torch
from sklearn.datasets import make_blobs
from torch.autograd import Variable

torch.manual_seed(1)


class Feedforward(torch.nn.Module):
    def __init__(self, input_size, hidden_size):
        super(Feedforward, self).__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.fc1 = torch.nn.Linear(self.input_size, self.hidden_size)
        self.relu = torch.nn.ReLU()
        self.fc2 = torch.nn.Linear(self.hidden_size, 1)
        self.sigmoid = torch.nn.Sigmoid()

    def forward(self, x):
        hidden = self.fc1(x)
        relu = self.relu(hidden)
        output = self.fc2(relu)
        output = self.sigmoid(output)
        return output


def blob_label(y, label, loc):
    target = numpy.copy(y)
    for l in loc:
        target[y == l] = label
    return target


def make_blob_data(n_train, n_test, seed):
    x, y = make_blobs(n_samples=n_train + n_test, n_features=2, cluster_std=1.5, shuffle=True, random_state=seed)
    x = torch.FloatTensor(x)
    y = torch.FloatTensor(blob_label(y, 0, [0]))
    y = torch.FloatTensor(blob_label(y, 1, [1, 2]))
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]


def train(model, x, y, epochs=50, lr=0.01):
    criterion = torch.nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    x, y = Variable(x), Variable(y)
    history = []
    model.train()
    for epoch in range(epochs):
        optimizer.zero_grad()
        y_pred = model(x)
        loss = criterion(y_pred.squeeze(), y)
        print("Epoch {}: train loss: {}".format(epoch, loss.item()))
        loss.backward()
        optimizer.step()
        history.append(float(loss.data))
    return history


def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        y_pred = model(x)
        before_train = torch.nn.BCELoss()(y_pred.squeeze(), y)
        right = sum(1 for p, t in zip(y_pred.squeeze().tolist(), y.tolist()) if (p >= 0.5) == (t == 1))
    return before_train.item(), right / len(y)


if __name__ == "__main__":
    x_train, y_train, x_test, y_test = make_blob_data(40, 10, 0)
    model = Feedforward(2, 10)
    print("Test loss before training", evaluate(model, x_test, y_test))
    train(model, x_train, y_train, 50)
    print("Test loss after training", evaluate(model, x_test, y_test))
