"""As in the tutorials: Variable, two-argument super, gradients cleared before the forward pass."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable

torch.manual_seed(1)


class Perceptron(nn.Module):
    def __init__(self, input_size, num_class):
        super(Perceptron, self).__init__()
        self.input_size = input_size
        self.num_class = num_class
        self.fc = nn.Linear(self.input_size, self.num_class)
        self.sigmoid = torch.nn.Sigmoid()

    def forward(self, x):
        output = self.fc(x)
        output = self.sigmoid(output)
        return output


def train_step(model, inputs, targets, criterion, optimizer):
    model.zero_grad()
    outputs = model(Variable(inputs))
    loss = criterion(outputs, Variable(targets))
    print("loss", loss.item())
    loss.backward()
    optimizer.step()
    return loss.data.item()


def predict(model, inputs, threshold=0.5):
    mode = model.training
    model.eval()
    with torch.no_grad():
        y = model(Variable(inputs))
    if mode:
        model.train()
    return torch.where(y >= threshold, 1, 0)


net = Perceptron(2, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    train_step(net, torch.randn(4, 2), torch.ones(4, 1), nn.BCELoss(), optimizer)
