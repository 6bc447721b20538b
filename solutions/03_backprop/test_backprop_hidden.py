"""Checks of what backward() leaves in .grad that students do not receive."""

import pytest
import torch
from test_backprop import find_slopes, load, make_net, waves
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe


@exercise("zero_gradients")
class TestZeroGradients:
    @pytest.fixture
    def weights(self):
        return [torch.tensor(2.0), torch.tensor([[1.0, -2.0, 0.5]]), torch.tensor([3.0])]

    @probe
    def gradients(student, weights, old) -> list[torch.Tensor]:
        parameters = [nn.Parameter(weight) for weight in weights]
        for p in parameters:
            # Of more than one number, the sum is 0.
            p.grad = old * torch.linspace(-1, 1, p.numel()).reshape(p.shape)
        student.zero_gradients(parameters)
        return [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]

    @probe
    def frozen(student, weights) -> list[bool]:
        parameters = [nn.Parameter(weight, requires_grad=weight.dim() == 1) for weight in weights]
        for p in parameters:
            p.grad = torch.ones_like(p)
        student.zero_gradients(dict.fromkeys(parameters))
        return [p.requires_grad for p in parameters] + [p.grad is None or not p.grad.any() for p in parameters]

    @points(1)
    @pytest.mark.parametrize(("what", "old"), [("of both signs", -3.0), ("of nan", float("nan"))], ids=["signs", "nan"])
    def test_clears_any_gradient(self, gradients, weights, what):
        """a gradient {what} is gone, whatever the parameter's shape"""
        assert_close(gradients, [torch.zeros_like(weight) for weight in weights])

    @points(1)
    def test_frozen_parameters(self, frozen):
        """frozen parameters are cleared and stay frozen, the others stay trainable"""
        assert frozen == [False, False, True, True, True, True]


@exercise("vector_jacobian_product")
class TestVectorJacobianProduct:
    @pytest.fixture
    def weights(self):
        return {"0.weight": waves(4, 2), "0.bias": waves(4), "2.weight": waves(3, 4), "2.bias": waves(3)}

    @pytest.fixture
    def x(self):
        return 2 * waves(2, 3, 2)

    @pytest.fixture
    def v(self):
        return waves(2, 3, 3).cos()

    @pytest.fixture
    def slopes(self, weights, x, v):
        def weighed_output(**weight):
            hidden = F.linear(x, weight["0.weight"], weight["0.bias"]).relu()
            return (F.linear(hidden, weight["2.weight"], weight["2.bias"]) * v).sum()

        return find_slopes(weighed_output, weights)

    @probe
    def gradients(student, weights, x, v) -> dict[str, object]:
        model = load(nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3)), weights)
        model[2].bias.requires_grad_(False)
        (5 * model(x)).sum().backward()
        gradients = student.vector_jacobian_product(model, x, v)
        return {"gradients": gradients, "frozen": [name for name, p in model.named_parameters() if not p.requires_grad]}

    @probe
    def gradients_in_float64(student, weights, x, v) -> dict[str, torch.Tensor]:
        model = load(nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3)).double(), weights)
        return student.vector_jacobian_product(model, x.double(), v.double())

    @probe
    def gradients_of_nothing(student, x, v) -> dict[str, torch.Tensor]:
        model = nn.Linear(2, 3)
        return student.vector_jacobian_product(model, 0 * x, 0 * v)

    @probe
    def afterwards(student, weights, x, v) -> dict:
        model = load(nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3)), weights)
        modes = []
        for training in True, False:
            gradients = student.vector_jacobian_product(model.train(training), x, v)
            modes += [model.training, torch.is_grad_enabled()]
            torch.set_grad_enabled(True)
        modes += [x.requires_grad, v.requires_grad]
        return {"gradients": gradients, "weights": dict(model.state_dict()), "x": x, "v": v, "modes": modes}

    @points(2)
    def test_frozen_parameter(self, gradients, slopes):
        """in a deeper model that was used before, a frozen parameter stays so and has no key; the others are right"""
        slopes.pop("2.bias")
        assert_close(gradients, {"gradients": slopes, "frozen": ["2.bias"]})

    @points(1)
    def test_zero_gradient(self, gradients_of_nothing):
        """a gradient that happens to be zero has its key"""
        assert_close(gradients_of_nothing, {"weight": torch.zeros(3, 2), "bias": torch.zeros(3)})

    @points(1)
    def test_float64(self, gradients_in_float64, slopes):
        """float64 in gives float64 out"""
        assert_close(gradients_in_float64, {name: slope.double() for name, slope in slopes.items()})

    @points(1)
    def test_leaves_everything_else_alone(self, afterwards, slopes, weights, x, v):
        """the gradients are right, and weights, inputs and modes stay as they were"""
        kept = {"weights": weights, "x": x, "v": v, "modes": [True, True, False, True, False, False]}
        assert_close(afterwards, {"gradients": slopes, **kept})


@exercise("bias_gradient_before_and_after")
class TestBiasGradientBeforeAndAfter:
    @pytest.fixture
    def weights(self):
        conv1 = {"conv1.weight": waves(3, 2, 3, 3), "conv1.bias": torch.tensor([0.5, -1.0, 0.25])}
        return conv1 | {"fc.weight": waves(2, 18), "fc.bias": waves(2)}

    @pytest.fixture
    def image(self):
        return 2 * waves(4, 2, 5, 4)

    @pytest.fixture
    def target(self):
        return 3 * waves(4, 2)

    @pytest.fixture
    def right(self, weights, image, target):
        def error(**weight):
            maps = F.conv2d(image, weight["conv1.weight"], weight["conv1.bias"]).relu()
            return F.mse_loss(F.linear(maps.flatten(1), weight["fc.weight"], weight["fc.bias"]), target)

        return {"before": torch.zeros(3), "after": find_slopes(error, weights)["conv1.bias"]}

    @probe
    def slopes_of_all(student, weights, image, target) -> dict:
        net = load(make_net(conv1=nn.Conv2d(2, 3, 3), relu=nn.ReLU(), flat=nn.Flatten(), fc=nn.Linear(18, 2)), weights)
        F.mse_loss(net(image), target).backward()
        old = net.fc.bias.grad.clone()
        before, after = student.bias_gradient_before_and_after(net, image, target)
        left = net.fc.bias.grad
        # An answer may clear them once more, or work with a copy of the net.
        return {"before": before, "after": after, "old ones stay": left is not None and torch.allclose(left, 2 * old)}

    @probe
    def looks(student, weights, image, target) -> dict:
        net = load(make_net(conv1=nn.Conv2d(2, 3, 3), relu=nn.ReLU(), flat=nn.Flatten(), fc=nn.Linear(18, 2)), weights)
        student.bias_gradient_before_and_after(net, image, 2 * target)
        before, after = student.bias_gradient_before_and_after(net, image, target)
        return {"before": before, "after": after}

    @probe
    def looks_in_float64(student, weights, image, target) -> dict:
        net = make_net(conv1=nn.Conv2d(2, 3, 3), relu=nn.ReLU(), flat=nn.Flatten(), fc=nn.Linear(18, 2))
        net = load(net.double(), weights)
        before, after = student.bias_gradient_before_and_after(net, image.double(), target.double())
        return {"before": before, "after": after}

    @probe
    def left(student, weights, image, target) -> dict:
        net = load(make_net(conv1=nn.Conv2d(2, 3, 3), relu=nn.ReLU(), flat=nn.Flatten(), fc=nn.Linear(18, 2)), weights)
        modes = []
        for training in True, False:
            before, after = student.bias_gradient_before_and_after(net.train(training), image, target)
            modes += [net.training, torch.is_grad_enabled()]
            torch.set_grad_enabled(True)
        attached = [before.requires_grad, after.requires_grad]
        modes += [image.requires_grad, target.requires_grad]
        kept = {"modes": modes, "weights": dict(net.state_dict()), "image": image, "target": target}
        return {"attached": attached, **kept}

    @points(2)
    def test_second_call(self, looks, right):
        """a second call, on four images, does not remember the first"""
        assert_close(looks, right)

    @points(1)
    def test_clears_all(self, slopes_of_all, right):
        """both are right, and no gradient in the net is added to an old one"""
        assert_close(slopes_of_all, {**right, "old ones stay": False})

    @points(1)
    def test_float64(self, looks_in_float64, right):
        """float64 in gives float64 out"""
        assert_close(looks_in_float64, {name: slope.double() for name, slope in right.items()})

    @points(1)
    def test_leaves_net_alone(self, left, weights, image, target):
        """both are detached; the net's weights, the inputs and the modes stay as they were"""
        modes = [True, True, False, True, False, False]
        kept = {"modes": modes, "weights": weights, "image": image, "target": target}
        assert_close(left, {"attached": [False, False], **kept})
