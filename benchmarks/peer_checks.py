"""The checks of `01_network`, as far as they can be said in nbgrader's and Otter's words: asserts beside the answer.

What is left out is what they have no means for: an answer that changes what it is given, that is asked in a process of
its own, that refuses only what it should.
"""

COMMON = """
import math, torch
from torch import nn
from torch.nn import functional as F
LAYERS = ["conv1", "conv2", "fc1", "fc2", "fc3"]

def sizes_of(k):
    side = ((32 - k + 1) // 2 - k + 1) // 2
    sizes = [(6, 1, k, k), (16, 6, k, k), (120, 16 * side * side), (84, 120), (10, 84)]
    named = dict(zip(LAYERS, sizes))
    return {f"{n}.weight": named[n] for n in LAYERS} | {f"{n}.bias": named[n][:1] for n in LAYERS}

def weights_of(k):
    generator = torch.Generator().manual_seed(0)
    return {name: torch.randn(size, generator=generator) / 8 for name, size in sizes_of(k).items()}

def images_of(count, seed):
    return torch.randn(count, 1, 32, 32, generator=torch.Generator().manual_seed(seed))

def lenet(images, weights):
    layer = {name: (weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in LAYERS}
    x = F.max_pool2d(F.conv2d(images, *layer["conv1"]).relu(), 2)
    x = F.max_pool2d(F.conv2d(x, *layer["conv2"]).relu(), 2)
    x = F.linear(x.flatten(1), *layer["fc1"]).relu()
    return F.linear(F.linear(x, *layer["fc2"]).relu(), *layer["fc3"])

def built(k=5):
    net = Net(k) if k != 5 else Net()
    net.load_state_dict(weights_of(k))
    return net

def gradients_are_right(seed):
    net, leaves = built(), {name: w.clone().requires_grad_() for name, w in weights_of(5).items()}
    net(images_of(3, seed)).square().sum().backward()
    lenet(images_of(3, seed), leaves).square().sum().backward()
    return all(torch.allclose(p.grad, leaves[n].grad, rtol=1e-3, atol=1e-4) for n, p in net.named_parameters())

def scores_are_right(k, count, seed, double=False):
    net, weights, x = built(k), weights_of(k), images_of(count, seed)
    if double:
        net, weights, x = net.double(), {n: w.double() for n, w in weights.items()}, x.double()
    return torch.allclose(net(x), lenet(x, weights), rtol=1e-4, atol=1e-4) and net(x).dtype == x.dtype

def features(shape):
    return Net().num_flat_features(torch.zeros(shape))

def refuses(shape):
    try:
        add_batch_dimension(torch.zeros(shape))
    except ValueError:
        return True
    return False

def frozen(model):
    model[0].requires_grad_(False)
    return model
"""

CHECKS = {
    "Net": [
        "assert sorted(dict(Net().named_parameters())) == sorted(sizes_of(5))",
        "assert sorted(Net().state_dict()) == sorted(sizes_of(5))",
        *(f"assert tuple(Net().{name}.weight.shape) == sizes_of(5)['{name}.weight']" for name in ("conv1", "conv2")),
        *(f"assert tuple(Net().{name}.weight.shape) == sizes_of(5)['{name}.weight']" for name in ("fc1", "fc2", "fc3")),
        "assert tuple(Net()(images_of(3, 1)).shape) == (3, 10)",
        "net = Net(); net(images_of(3, 1)); assert net.training",
        *(f"assert scores_are_right({k}, 3, 1)" for k in (5, 3, 2, 7)),
        "assert scores_are_right(5, 1, 2)",
        "assert scores_are_right(5, 3, 2, double=True)",
        "assert scores_are_right(3, 3, 2, double=True)",
        "assert gradients_are_right(1)",
        "assert gradients_are_right(4)",
        "assert [Net(k).fc1.in_features for k in range(1, 9)] == [sizes_of(k)['fc1.weight'][1] for k in range(1, 9)]",
    ],
    "num_flat_features": [
        f"assert features({shape}) == math.prod({shape}[1:])"
        for shape in ((4, 16, 5, 5), (1, 3, 7, 2), (7,), (0, 2, 3), (2, 3), (5, 1, 1, 1))
    ]
    + [
        "assert type(features((4, 2))) is int",
        "assert Net().num_flat_features(torch.zeros(3, 2, 4).transpose(0, 2)) == 6",
    ],
    "add_batch_dimension": [
        "assert tuple(add_batch_dimension(torch.zeros(3, 32, 48)).shape) == (1, 3, 32, 48)",
        "x = torch.arange(24.).reshape(2, 3, 4); assert torch.equal(add_batch_dimension(x)[0], x)",
        "x = torch.zeros(1, 2, 3); assert add_batch_dimension(x).data_ptr() == x.data_ptr() and x.dim() == 3",
        "assert add_batch_dimension(torch.zeros(1, 2, 3, dtype=torch.int64)).dtype == torch.int64",
        "x = torch.zeros(1, 2, 3, requires_grad=True); "
        "add_batch_dimension(x).sum().backward(); assert x.grad.sum() == 6",
        "assert refuses((2, 3)) and refuses((6,))",
        "assert refuses((1, 1, 2, 3)) and refuses((1, 1, 2, 1, 3))",
    ],
    "count_parameters": [
        "assert count_parameters(nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))) == 23",
        "assert count_parameters(nn.Sequential(nn.Conv2d(2, 4, 3), nn.BatchNorm2d(4))) == 84",
        "assert count_parameters(frozen(nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2)))) == 8",
        "one = nn.Linear(4, 4); assert count_parameters(nn.Sequential(one, one, nn.Linear(4, 4))) == 40",
        "assert count_parameters(nn.ParameterList([torch.tensor(1.0), torch.zeros(3, 2)])) == 7",
        "assert count_parameters(nn.ReLU()) == 0",
        "assert type(count_parameters(nn.Linear(2, 2))) is int",
    ],
    "parameter_shapes": [
        "assert parameter_shapes(nn.Linear(3, 2)) == {'weight': (2, 3), 'bias': (2,)}",
        "m = nn.Sequential(nn.Conv2d(2, 4, (5, 3)), nn.BatchNorm2d(4)); "
        "assert parameter_shapes(m)['0.weight'] == (4, 2, 5, 3)",
        "m = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)); "
        "assert list(parameter_shapes(m)) == [name for name, _ in m.named_parameters()]",
        "assert len(parameter_shapes(frozen(nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))))) == 4",
        "one = nn.Linear(4, 4); assert list(parameter_shapes(nn.Sequential(one, one))) == ['0.weight', '0.bias']",
        "assert parameter_shapes(nn.ParameterList([torch.tensor(1.0)])) == {'0': ()}",
        "assert parameter_shapes(nn.ReLU()) == {}",
    ],
}
