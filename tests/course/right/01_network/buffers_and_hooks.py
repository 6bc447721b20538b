# -*- coding: utf-8 -*-
import math
import torch as t
import torch.nn as nn


class Net(nn.Module):
	"""Netz für Ziffern."""

	def __init__(self, kernel_size=5, **unused):
		nn.Module.__init__(self)
		größe = 32
		for _ in range(2):
			größe = t.div(t.tensor(größe - kernel_size + 1), 2, rounding_mode="floor").item()
		self.register_buffer("mittel", t.zeros(1), persistent=False)
		self.conv1, self.conv2 = nn.Conv2d(1, 6, kernel_size), nn.Conv2d(6, 16, kernel_size)
		self.fc1 = nn.Linear(16 * größe * größe, 120)
		self.fc2 = nn.Linear(120, 84)
		self.fc3 = nn.Linear(84, 10)
		self.steps = [self.conv1, t.relu, nn.MaxPool2d(2), self.conv2, t.relu, nn.MaxPool2d(2), nn.Flatten(1)]
		nn.init.xavier_uniform_(self.fc3.weight)

	def forward(self, images):
		x = images
		for step in self.steps:
			x = step(x)
		a = self.fc1(x); a = a * (a > 0)
		b = nn.functional.linear(a, self.fc2.weight, self.fc2.bias).clamp_min(0)
		return b @ self.fc3.weight.t() + self.fc3.bias

	def num_flat_features(self, x):
		sizes = list(x.shape)
		sizes.pop(0)
		return math.prod(sizes)


def add_batch_dimension(image):
	try:
		c, h, w = image.shape
	except ValueError as error:
		raise ValueError("three dimensions, please") from error
	return image.reshape(1, c, h, w)


def count_parameters(model):
	parameters = list(filter(lambda p: p.requires_grad, model.parameters()))
	return nn.utils.parameters_to_vector(parameters).numel() if parameters else 0


parameter_shapes = lambda model: {n: tuple(int(s) for s in p.shape) for (n, p) in model.named_parameters()}

model = Net()
optimizer = t.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(3):
	optimizer.zero_grad()
	loss = nn.CrossEntropyLoss()(model(t.randn(4, 1, 32, 32)), t.tensor([1, 2, 3, 4]))
	loss.backward()
	optimizer.step()
	print("epoch", epoch, "loss", loss.item())
