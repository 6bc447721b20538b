"""Checks for network.py: the network itself, and what its input looks like."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, helper, on_device, points, probe, raises

LAYERS = ["conv1", "conv2", "fc1", "fc2", "fc3"]


def list_sizes(kernel_size):
    """Return the sizes of LeNet's ten parameters, by name."""
    side = ((32 - kernel_size + 1) // 2 - kernel_size + 1) // 2
    sizes = [(6, 1, kernel_size, kernel_size), (16, 6, kernel_size, kernel_size)]
    sizes += [(120, 16 * side * side), (84, 120), (10, 84)]
    named = dict(zip(LAYERS, sizes, strict=True))
    return {f"{layer}.weight": size for layer, size in named.items()} | {
        f"{layer}.bias": named[layer][:1] for layer in LAYERS
    }


@helper
def draw_weights(sizes):
    """Return values for parameters of these sizes, by name; the probes draw the same, so that none has to be sent."""
    generator = torch.Generator().manual_seed(0)
    return {name: torch.randn(size, generator=generator) / 8 for name, size in sizes.items()}


@helper
def build(student, network):
    """Return a network. Its num_flat_features is ours: that of the student is an exercise by itself."""
    net = eval(network, {"Net": student.Net})
    # Not a class made before: what a network does while it is built may depend on its class.
    net.__class__ = type("Net", (type(net),), {"num_flat_features": lambda self, x, *_, **__: x.shape[1:].numel()})
    return net


@helper
def build_with_weights(student, network, sizes):
    net = build(student, network)
    # What a network has beside the ten keeps its values: other checks look at that.
    net.load_state_dict(net.state_dict() | draw_weights(sizes))
    return net


@helper
def count_features(student, *inputs):
    """Return what num_flat_features says of each input."""

    def ask(net):
        return [net.num_flat_features(x) for x in inputs]

    try:
        # Without its layers, which take longer to build than all else here, and which few methods look at.
        return ask(type("Net", (student.Net,), {"__init__": nn.Module.__init__})())
    except Exception as error:
        try:
            net = student.Net()
        except Exception:
            raise error from None
        return ask(net)


def assert_sizes(found, expected):
    """Fail unless these parameters have these sizes."""
    waiting = [name for name, size in found.items() if size == "no size yet"]
    assert not waiting, (
        f"{waiting[0].partition('.')[0]} has no size before the network is used for the first time; "
        "nn.Linear is told both of its sizes when it is built"
    )
    assert found == expected


def draw_images(count, seed):
    return torch.randn(count, 1, 32, 32, generator=torch.Generator().manual_seed(seed))


def lenet(images, weights):
    """Return the scores that a network with these weights gives the images."""
    layer = {name: (weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in LAYERS}
    x = F.max_pool2d(F.conv2d(images, *layer["conv1"]).relu(), 2)
    x = F.max_pool2d(F.conv2d(x, *layer["conv2"]).relu(), 2)
    x = F.linear(x.flatten(1), *layer["fc1"]).relu()
    return F.linear(F.linear(x, *layer["fc2"]).relu(), *layer["fc3"])


def sum_gradients(images, weights):
    """Return the sum of the gradient of each weight, where the loss is the sum of the squared scores."""
    leaves = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
    # Not by torch's func, whose first call imports a compiler: over a second.
    lenet(images, leaves).square().sum().backward()
    return {name: leaf.grad.sum() for name, leaf in sorted(leaves.items())}


class NetProbes:
    @pytest.fixture
    def network(self, kernel_size):
        # Tutorials build networks that know nothing of kernel_size: these can still earn the points of 5×5.
        return "Net()" if kernel_size == 5 else f"Net({kernel_size})"

    @pytest.fixture
    def sizes(self, kernel_size):
        return list_sizes(kernel_size)

    @pytest.fixture
    def weights(self, sizes):
        return draw_weights(sizes)

    @pytest.fixture
    def images(self):
        return draw_images(3, seed=1)

    @probe
    def parts(student, network) -> dict[str, object]:
        net = build(student, network)
        # A layer may wait for its first input before it has a size.
        waits = nn.parameter.is_lazy
        shapes = {name: "no size yet" if waits(p) else tuple(p.shape) for name, p in sorted(net.named_parameters())}
        return {"named_parameters": shapes, "state_dict": sorted(net.state_dict())}

    @probe
    def first_use(student, network, images) -> dict[str, object]:
        net = build(student, network)
        return {
            "shape": tuple(net(images).shape),
            "some pixels": images[:, 0, ::11, ::11],
            "sum of all pixels": images.sum(),
            "images require a gradient": images.requires_grad,
            "in train mode": net.training,
            "gradients are recorded": torch.is_grad_enabled(),
        }

    @probe
    def scores(student, network, sizes, images) -> torch.Tensor:
        return build_with_weights(student, network, sizes)(images)

    @probe
    def gradients(student, network, sizes, images) -> dict[str, torch.Tensor]:
        net = build_with_weights(student, network, sizes)
        # It must not matter that a network was used before.
        net(images[:1])
        net(images).square().sum().backward()
        return {name: p.grad.sum() for name, p in sorted(net.named_parameters()) if p.grad is not None}


@exercise("Net")
class TestNet(NetProbes):
    @on_device
    def answer_on(student, device):
        student.Net().to(device)(torch.zeros(2, 1, 32, 32, device=device))

    @pytest.fixture
    def kernel_size(self):
        return 5

    @points(1)
    def test_names(self, parts, sizes):
        """named_parameters() has exactly the ten names"""
        assert sorted(parts["named_parameters"]) == sorted(sizes)

    @points(1)
    def test_state_dict(self, parts, sizes):
        """state_dict() has these ten names and no others"""
        assert parts["state_dict"] == sorted(sizes)

    @pytest.mark.parametrize("layer", LAYERS)
    @points(1)
    def test_layer(self, parts, sizes, layer):
        """{layer} has the right size, and a bias"""
        expected = {name: size for name, size in sizes.items() if name.startswith(layer)}
        assert_sizes({name: size for name, size in parts["named_parameters"].items() if name in expected}, expected)

    @points(2)
    def test_ten_scores(self, first_use):
        """a new network gives ten scores for each of three images"""
        assert first_use["shape"] == (3, 10)

    @pytest.mark.parametrize(("network", "training"), [("Net()", True), ("Net().eval()", False)])
    @points(1)
    def test_leaves_all_as_found(self, first_use, images, network, training):
        """{network} leaves the images and its mode as they were"""
        found = {"some pixels": images[:, 0, ::11, ::11], "sum of all pixels": images.sum()}
        found |= {"images require a gradient": False, "in train mode": training, "gradients are recorded": True}
        assert_close({name: first_use[name] for name in found}, found)

    @pytest.mark.parametrize("network", ["Net()", "Net().eval()"])
    @points(3)
    def test_scores(self, scores, images, weights, network):
        """{network} gives the right scores, with known weights"""
        assert_close(scores, lenet(images, weights))

    @points(2)
    def test_gradients(self, gradients, images, weights):
        """backward() gives all ten parameters the right gradients"""
        assert_close(gradients, sum_gradients(images, weights))

    @pytest.mark.parametrize(("network", "images"), [("Net().double()", draw_images(3, seed=2).double())])
    @points(1)
    def test_float64(self, scores, images, weights):
        """after .double(), float64 in gives float64 out"""
        assert_close(scores, lenet(images, {name: weight.double() for name, weight in weights.items()}))


@exercise("Net")
class TestNetWithSmallKernels(NetProbes):
    @pytest.fixture
    def kernel_size(self):
        return 3

    @pytest.mark.parametrize("network", ["Net(3)", "Net(kernel_size=3)"])
    @points(1)
    def test_sizes(self, parts, sizes, network):
        """{network} has layers of the right sizes"""
        assert_sizes(parts["named_parameters"], sizes)

    @points(4)
    def test_scores(self, scores, images, weights):
        """Net(3) gives the right scores, with known weights"""
        assert_close(scores, lenet(images, weights))


class NumFlatFeaturesProbes:
    @pytest.fixture
    def x(self, shape):
        return torch.ones(shape)

    @probe
    def count(student, x) -> int:
        return count_features(student, x)[0]

    @probe
    def count_and_x(student, x) -> dict[str, object]:
        return {"count": count_features(student, x)[0], "x": x, "x requires a gradient": x.requires_grad}


@exercise("Net.num_flat_features")
class TestNumFlatFeatures(NumFlatFeaturesProbes):
    @pytest.mark.parametrize("shape", [(4, 16, 5, 5), (3, 6, 7, 4), (2, 3, 4, 5, 6), (5, 8), (5,), (0, 6, 3, 2)])
    @points(2)
    def test_count(self, count, shape):
        """x of shape {shape}: the number of values in one sample"""
        assert count == math.prod(shape[1:])

    @pytest.mark.parametrize("shape", [(3, 2, 4)])
    @points(1)
    def test_leaves_x_as_found(self, count_and_x, x):
        """the count is right, and x stays as it was"""
        assert_close(count_and_x, {"count": 8, "x": x, "x requires a gradient": False})


@exercise("add_batch_dimension")
class TestAddBatchDimension:
    @pytest.fixture
    def image(self):
        return torch.arange(1.0, 61.0).reshape(3, 4, 5)

    @probe
    def batch(student, image) -> torch.Tensor:
        return student.add_batch_dimension(image)

    @points(2)
    def test_batch(self, batch, image):
        """(3, 4, 5) becomes (1, 3, 4, 5)"""
        assert_close(batch, image.reshape(1, 3, 4, 5))

    @probe
    def filled(student, image) -> torch.Tensor:
        student.add_batch_dimension(image).fill_(7.0)
        return image.flatten()

    @points(1)
    def test_memory(self, filled):
        """filling the batch with 7 fills the image, too: their memory is the same"""
        assert_close(filled, torch.full((60,), 7.0))

    @probe
    def gradient(student, image) -> torch.Tensor | None:
        student.add_batch_dimension(image.requires_grad_()).square().sum().backward()
        return image.grad

    @points(1)
    def test_gradient(self, gradient, image):
        """the gradient of the batch's sum of squares flows back into the image"""
        assert_close(gradient, 2 * image)

    @probe
    def batch_and_image(student, image) -> dict[str, object]:
        batch = student.add_batch_dimension(image)
        return {"batch": batch, "image": image, "image requires a gradient": image.requires_grad}

    @points(1)
    def test_leaves_image_as_found(self, batch_and_image, image):
        """the batch is right, and the image stays as it was"""
        expected = {"batch": image.reshape(1, 3, 4, 5), "image": image, "image requires a gradient": False}
        assert_close(batch_and_image, expected)

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("image", [torch.ones(4, 5), torch.ones(2, 3, 4, 5)], ids=["2", "4"])
    def test_refuses(self, batch):
        """an image of {image.ndim} dimensions raises ValueError"""
