import torch
from torch import nn

class Net(nn.Module):
	def __init__(self, kernel_size=5):
		super().__init__()
		side = 32
		for _ in range(2):
			side = (side - kernel_size + 1) // 2
		self.conv1 = nn.Conv2d(1, 6, kernel_size)
		self.conv2 = nn.Conv2d(6, 16, kernel_size)
		self.fc1 = nn.Linear(16 * side ** 2, 120)
		self.fc2 = nn.Linear(120, 84)
		self.fc3 = nn.Linear(84, 10)
		self.relu = nn.ReLU()
		self.pool = nn.MaxPool2d(2)
		self.flatten = nn.Flatten()

	def forward(self, x):
		x = self.pool(self.relu(self.conv1(x)))
		x = self.pool(self.relu(self.conv2(x)))
		x = self.flatten(x)
		x = self.relu(self.fc1(x))
		x = self.relu(self.fc2(x))
		return self.fc3(x)

	def num_flat_features(self, x):
		if x.dim() == 1:
			return 1
		return torch.Size(x.shape[1:]).numel()

def add_batch_dimension(image):
	if image.dim() == 3:
		return image.unsqueeze(dim=0)
	raise ValueError('image must be (C, H, W)')

def count_parameters(model):
	return sum([p.nelement() for p in model.parameters() if p.requires_grad])

def parameter_shapes(model):
	return dict((n, tuple(p.shape)) for n, p in model.named_parameters())
