import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):

    def __init__(self, kernel_size = 5):
        super(Net, self).__init__()
        k = kernel_size
        s = ((32 - k + 1)//2 - k + 1)//2
        self.conv1 = nn.Conv2d(1, 6, k)
        self.conv2 = nn.Conv2d(6, 16, k)
        self.fc1   = nn.Linear(16*s*s, 120)
        self.fc2   = nn.Linear(120, 84)
        self.fc3   = nn.Linear(84, 10)

    def forward(self, x):
        x = self.conv1(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = self.conv2(x)
        x = F.relu(x)
        x = F.max_pool2d(x, 2)
        x = x.view(x.size(0), -1)
        x = self.fc1(x)
        x = F.relu(x)
        x = self.fc2(x)
        x = F.relu(x)
        x = self.fc3(x)
        return x

    def num_flat_features(self, x):
        size = x.size()[1:]
        num_features = 0
        for s in size:
            num_features += s
        return num_features

def add_batch_dimension(image):
    if image.dim() == 3:
        return image.unsqueeze(0)
    else:
        raise ValueError("image must have 3 dimensions but has " + str(image.dim()))

def count_parameters(model):
    return sum([p.numel() for p in model.parameters() if p.requires_grad == True])

def parameter_shapes(model):
    return dict([(name, tuple(param.size())) for name, param in model.named_parameters()])

net = Net()
print(net)
print(count_parameters(net), "parameters")
