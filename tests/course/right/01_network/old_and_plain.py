from __future__ import print_function
import torch
from torch.autograd import Variable
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):

    def __init__(self, kernel_size=5):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 6, (kernel_size, kernel_size))
        self.conv2 = nn.Conv2d(6, 16, (kernel_size, kernel_size))
        # the images are square, so one side is enough
        n = 32 - (kernel_size - 1)
        n = n // 2 - (kernel_size - 1)
        self.fc1 = nn.Linear(16 * (n // 2) ** 2, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = Variable(x)
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(-1, self.num_flat_features(x))
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x

    def num_flat_features(self, x):
        size = x.size()[1:]
        num_features = 1
        for s in size:
            num_features *= s
        return num_features


def add_batch_dimension(image):
    if len(image.size()) != 3:
        raise ValueError('not an image: %s' % (image.size(),))
    return image.view(1, image.size(0), image.size(1), image.size(2))


def count_parameters(model):
    count = 0
    for param in model.parameters():
        if param.requires_grad:
            n = 1
            for s in param.size():
                n = n * s
            count = count + n
    return count


def parameter_shapes(model):
    shapes = {}
    for name, param in model.named_parameters():
        shapes[name] = param.size()
    return shapes


net = Net()
print(net)
params = list(net.parameters())
print(len(params))
print(params[0].size())

input = Variable(torch.randn(1, 1, 32, 32))
out = net(input)
net.zero_grad()
out.backward(torch.randn(1, 10))

learning_rate = 0.01
for f in net.parameters():
    f.data.sub_(f.grad.data * learning_rate)
