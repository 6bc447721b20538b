"""Checks of what backward() leaves in .grad, and what was there before."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, helper, points, probe


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def find_slopes(loss, values):
    """Return the gradient of loss(**values) for each value by its name."""
    leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
    loss(**leaves).backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


@helper
def load(model, weights):
    """Return the model with these weights."""
    model.load_state_dict(weights)
    return model


@helper
def make_net(**layers):
    """Return a net of named layers."""
    net = nn.Sequential()
    for name, layer in layers.items():
        net.add_module(name, layer)
    return net


@exercise("zero_gradients")
class TestZeroGradients:
    @pytest.fixture
    def weights(self):
        return [torch.tensor([0.5]), torch.tensor([[1.0, -2.0]])]

    @pytest.fixture
    def used(self):
        return [0, 1]

    @pytest.fixture
    def zeros(self, weights):
        return [torch.zeros_like(weight) for weight in weights]

    @probe
    def cleared(student, weights, used, given) -> dict[str, list]:
        parameters = [nn.Parameter(weight) for weight in weights]
        sum((3 * parameters[index]).sum() for index in used).backward()
        student.zero_gradients(parameters if given == "a list" else iter(parameters))
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
        return {"gradients": gradients, "weights": parameters}

    @points(2)
    @pytest.mark.parametrize("given", ["a list", "a generator"])
    def test_clears_every_gradient(self, cleared, zeros, given):
        """every gradient is gone, None or zeros, where the parameters are given as {given}"""
        assert_close(cleared["gradients"], zeros)

    @points(2)
    @pytest.mark.parametrize(("used", "given"), [([1], "a list")], ids=["second"])
    def test_gradient_that_is_none(self, cleared, zeros):
        """a parameter that has no gradient yet is no obstacle"""
        assert_close(cleared["gradients"], zeros)

    @points(1)
    @pytest.mark.parametrize("given", ["a list"])
    def test_leaves_weights_alone(self, cleared, weights, zeros):
        """the gradients are gone, and the weights stay as they were"""
        assert_close(cleared, {"gradients": zeros, "weights": weights})


@exercise("vector_jacobian_product")
class TestVectorJacobianProduct:
    @pytest.fixture
    def weights(self):
        return {"0.weight": waves(3, 2), "0.bias": waves(3)}

    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -0.5], [0.25, 2.0]])

    @pytest.fixture
    def v(self):
        return torch.tensor([[1.0, 0.0, -2.0], [0.5, 3.0, 1.0]])

    @pytest.fixture
    def slopes(self, weights, x, v):
        def weighed_output(**weight):
            return (torch.tanh(F.linear(x, weight["0.weight"], weight["0.bias"])) * v).sum()

        return find_slopes(weighed_output, weights)

    @probe
    def gradients(student, weights, x, v, first_v) -> dict[str, torch.Tensor]:
        model = load(nn.Sequential(nn.Linear(2, 3), nn.Tanh()), weights)
        if first_v is not None:
            student.vector_jacobian_product(model, x, first_v)
        return student.vector_jacobian_product(model, x, v)

    @probe
    def names(student, weights, x, v) -> list[str]:
        model = load(nn.Sequential(nn.Linear(2, 3), nn.Tanh()), weights)
        model.unused = nn.Parameter(torch.ones(2))
        model.unused.grad = torch.ones(2)
        return sorted(student.vector_jacobian_product(model, x, v))

    @probe
    def gradients_kept(student, weights, x, v) -> dict:
        model = load(nn.Sequential(nn.Linear(2, 3), nn.Tanh()), weights)
        gradients = student.vector_jacobian_product(model, x, v)
        (7 * model(x)).sum().backward()
        return {"gradients": gradients, "attached": [name for name in gradients if gradients[name].requires_grad]}

    @points(4)
    @pytest.mark.parametrize("first_v", [None], ids=["once"])
    def test_weighs_each_output(self, gradients, slopes):
        """each parameter's gradient counts every output as v says"""
        assert_close(gradients, slopes)

    @points(2)
    @pytest.mark.parametrize("first_v", [torch.ones(2, 3)], ids=["twice"])
    def test_second_call(self, gradients, slopes):
        """a second call, after one with another v, does not remember the first"""
        assert_close(gradients, slopes)

    @points(2)
    def test_unused_parameter(self, names, slopes):
        """a parameter that the model does not use has no key"""
        assert names == sorted(slopes)

    @points(2)
    def test_detached_copies(self, gradients_kept, slopes):
        """the gradients are detached, and stay the same when the model is used again"""
        assert_close(gradients_kept, {"gradients": slopes, "attached": []})


@exercise("bias_gradient_before_and_after")
class TestBiasGradientBeforeAndAfter:
    @pytest.fixture
    def weights(self):
        conv1 = {"conv1.weight": waves(2, 1, 2, 2), "conv1.bias": torch.tensor([0.25, -0.5])}
        return conv1 | {"fc.weight": waves(3, 8), "fc.bias": waves(3)}

    @pytest.fixture
    def image(self):
        return 2 * waves(1, 1, 3, 3)

    @pytest.fixture
    def target(self):
        return torch.tensor([[1.0, -1.0, 0.5]])

    @pytest.fixture
    def right(self, weights, image, target):
        def error(**weight):
            maps = F.conv2d(image, weight["conv1.weight"], weight["conv1.bias"])
            return F.mse_loss(F.linear(maps.flatten(1), weight["fc.weight"], weight["fc.bias"]), target)

        return {"before": torch.zeros(2), "after": find_slopes(error, weights)["conv1.bias"]}

    @probe
    def looks(student, weights, image, target, net_is_used) -> dict:
        net = load(make_net(conv1=nn.Conv2d(1, 2, 2), flat=nn.Flatten(), fc=nn.Linear(8, 3)), weights)
        if net_is_used == "before":
            (5 * net(image)).sum().backward()
        before, after = student.bias_gradient_before_and_after(net, image, target)
        if net_is_used == "afterwards":
            (5 * net(image)).sum().backward()
        return {"before": before, "after": after}

    @points(3)
    @pytest.mark.parametrize("net_is_used", ["once"])
    def test_before(self, looks, right):
        """before backward() the gradient is zeros"""
        assert_close(looks["before"], right["before"])

    @points(3)
    @pytest.mark.parametrize("net_is_used", ["once"])
    def test_after(self, looks, right):
        """after backward() it is the gradient of the mean squared error"""
        assert_close(looks["after"], right["after"])

    @points(2)
    @pytest.mark.parametrize("net_is_used", ["before", "afterwards"])
    def test_other_use(self, looks, right, net_is_used):
        """both are the same where the net is also used {net_is_used}"""
        assert_close(looks, right)
