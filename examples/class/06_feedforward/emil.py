import random
from contextlib import contextmanager
from functools import partial

import matplotlib.pyplot as plt  # noqa: F401
import numpy as np
import torch
from sklearn import datasets
from sklearn.model_selection import train_test_split
from torch.optim import SGD


class Feedforward(torch.nn.Module):
	"""Indented by tabs, and each answer is put together by Sequential."""

	def __init__(self, input_size, hidden_size):
		torch.nn.Module.__init__(self)
		self.fc1 = torch.nn.Linear(input_size, hidden_size)
		self.fc2 = torch.nn.Linear(hidden_size, 1)
		self.sizes = (input_size, hidden_size, 1)
		self.steps = [self.fc1, torch.nn.functional.relu, self.fc2, torch.sigmoid]

	def forward(self, x):
		for step in self.steps:
			x = step(x)
		return x


def blob_label(y, label, loc):
	relabel = np.vectorize(lambda entry: label if entry in loc else entry, otypes=[y.dtype])
	return relabel(y)


def make_blob_data(n_train, n_test, seed):
	blobs = partial(datasets.make_blobs, n_features=2, centers=3, cluster_std=1.5, random_state=seed)
	x, y = blobs(n_samples=n_train + n_test)
	y = np.minimum(y, 1)
	x_train, x_test, y_train, y_test = (
		torch.as_tensor(part, dtype=torch.float32)
		for part in train_test_split(x, y, train_size=n_train, test_size=n_test, random_state=seed, stratify=y)
	)
	return x_train, y_train, x_test, y_test


def train(model, x, y, epochs=50, lr=0.01):
	optimizer = SGD(model.parameters(), lr)
	losses = np.zeros(epochs)
	goal = y.unsqueeze(1).clone()

	def closure():
		model.train()
		model.zero_grad()
		loss = torch.nn.functional.binary_cross_entropy(model(x), goal)
		loss.backward()
		return loss

	for epoch in range(epochs):
		losses[epoch] = optimizer.step(closure)
	return losses.tolist()


@contextmanager
def exam(model):
	was_training = model.training
	try:
		yield model.eval()
	finally:
		model.train(was_training)


def evaluate(model, x, y):
	with exam(model), torch.inference_mode():
		p = model(x).flatten()
		loss = torch.nn.BCELoss()(p, y)
		answers = torch.where(p < 0.5, 0.0, 1.0)
		return loss.item(), 1 - (answers - y).abs().mean().item()


random.seed(0)
