"""Checks for backprop.py that students do not receive."""

import pytest
import torch
from test_backprop import count_nodes, find_slopes, shorten, waves
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
            p.grad = torch.full_like(p, old)
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
    @pytest.mark.parametrize("old", [-3.0, float("nan")])
    def test_clears_any_gradient(self, gradients, weights, old):
        """a gradient of {old} is gone, whatever the parameter's shape"""
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
    def gradients(student, weights, x, v) -> dict[str, torch.Tensor]:
        model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3))
        model.load_state_dict(weights)
        model[2].bias.requires_grad_(False)
        (5 * model(x)).sum().backward()
        return student.vector_jacobian_product(model, x, v)

    @probe
    def gradients_in_float64(student, weights, x, v) -> dict[str, torch.Tensor]:
        model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3)).double()
        model.load_state_dict(weights)
        return student.vector_jacobian_product(model, x.double(), v.double())

    @probe
    def gradients_of_nothing(student, x, v) -> dict[str, torch.Tensor]:
        model = nn.Linear(2, 3)
        return student.vector_jacobian_product(model, 0 * x, 0 * v)

    @probe
    def afterwards(student, weights, x, v) -> dict:
        model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3)).eval()
        model.load_state_dict(weights)
        student.vector_jacobian_product(model, x, v)
        modes = [model.training, torch.is_grad_enabled()]
        return {"weights": dict(model.state_dict()), "x": x, "v": v, "modes": modes}

    @points(2)
    def test_frozen_parameter(self, gradients, slopes):
        """in a deeper model that was used before, a frozen parameter has no key and the others are right"""
        assert_close(gradients, {name: slope for name, slope in slopes.items() if name != "2.bias"})

    @points(1)
    def test_zero_gradient(self, gradients_of_nothing):
        """a gradient that happens to be zero has its key"""
        assert_close(gradients_of_nothing, {"weight": torch.zeros(3, 2), "bias": torch.zeros(3)})

    @points(1)
    def test_float64(self, gradients_in_float64, slopes):
        """float64 in gives float64 out"""
        assert_close(gradients_in_float64, {name: slope.double() for name, slope in slopes.items()})

    @points(1)
    def test_leaves_everything_else_alone(self, afterwards, weights, x, v):
        """weights, inputs and modes stay as they were"""
        assert_close(afterwards, {"weights": weights, "x": x, "v": v, "modes": [False, True]})


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
    def looks(student, weights, image, target) -> dict:
        net = nn.Sequential()
        net.conv1, net.relu, net.flat, net.fc = nn.Conv2d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(18, 2)
        net.load_state_dict(weights)
        student.bias_gradient_before_and_after(net, image, 2 * target)
        before, after = student.bias_gradient_before_and_after(net, image, target)
        return {"before": before, "after": after}

    @probe
    def looks_in_float64(student, weights, image, target) -> dict:
        net = nn.Sequential()
        net.conv1, net.relu, net.flat, net.fc = nn.Conv2d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(18, 2)
        net.double().load_state_dict(weights)
        before, after = student.bias_gradient_before_and_after(net, image.double(), target.double())
        return {"before": before, "after": after}

    @probe
    def left(student, weights, image, target) -> dict:
        net = nn.Sequential()
        net.conv1, net.relu, net.flat, net.fc = nn.Conv2d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(18, 2)
        net.load_state_dict(weights)
        net.eval()
        before, after = student.bias_gradient_before_and_after(net, image, target)
        attached = [before.requires_grad, after.requires_grad]
        modes = [net.training, torch.is_grad_enabled()]
        return {"attached": attached, "modes": modes, "weights": dict(net.state_dict())}

    @points(3)
    def test_second_call(self, looks, right):
        """a second call, on four images, does not remember the first"""
        assert_close(looks, right)

    @points(1)
    def test_float64(self, looks_in_float64, right):
        """float64 in gives float64 out"""
        assert_close(looks_in_float64, {name: slope.double() for name, slope in right.items()})

    @points(1)
    def test_leaves_net_alone(self, left, weights):
        """both are detached; the net's weights and the modes stay as they were"""
        assert_close(left, {"attached": [False, False], "modes": [False, True], "weights": weights})


@exercise("accumulate_gradients")
class TestAccumulateGradients:
    @pytest.fixture
    def weights(self):
        return {"weight": waves(3, 2), "bias": waves(3)}

    @pytest.fixture
    def batches(self):
        x, y = 2 * waves(9, 2), torch.tensor([0, 2, 1, 1, 0, 2, 2, 1, 0])
        return list(zip(x.split([1, 2, 6]), y.split([1, 2, 6]), strict=True))

    @pytest.fixture
    def right(self, weights, batches):
        x, y = map(torch.cat, zip(*batches, strict=True))
        slopes = find_slopes(lambda **weight: F.cross_entropy(F.linear(x, **weight), y), weights)
        return {"mean loss": F.cross_entropy(F.linear(x, **weights), y).item(), "gradients": slopes}

    @probe
    def outcome(student, weights, batches, times) -> dict:
        model = nn.Linear(2, 3)
        model.load_state_dict(weights)
        for _ in range(times):
            loss = student.accumulate_gradients(model, iter(batches), nn.CrossEntropyLoss())
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def outcome_in_float64(student, weights, batches) -> dict:
        model = nn.Linear(2, 3).double()
        model.load_state_dict(weights)
        batches = [(x.double(), y) for x, y in batches]
        loss = student.accumulate_gradients(model, batches, nn.CrossEntropyLoss())
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def refusal(student, batches) -> ValueError:
        return student.accumulate_gradients(nn.Linear(2, 3), iter(batches), nn.CrossEntropyLoss())

    @probe
    def left(student, weights, batches) -> dict:
        model = nn.Linear(2, 3).eval()
        model.load_state_dict(weights)
        model.unused = nn.Parameter(torch.ones(2))
        student.accumulate_gradients(model, batches, nn.CrossEntropyLoss())
        modes = [model.training, torch.is_grad_enabled()]
        return {"weight": model.weight, "bias": model.bias, "modes": modes}

    @points(2)
    @pytest.mark.parametrize("times", [1])
    def test_three_sizes(self, outcome, right):
        """three batches of 1, 2 and 6 samples count by their samples"""
        assert_close(outcome, right)

    @points(2)
    @pytest.mark.parametrize("times", [2])
    def test_second_call(self, outcome, right):
        """a second call does not remember the first"""
        assert_close(outcome, right)

    @points(1)
    @pytest.mark.parametrize("batches", [[]], ids=["none"])
    def test_empty_generator(self, refusal):
        """a generator without batches raises ValueError"""

    @points(1)
    def test_float64(self, outcome_in_float64, right):
        """float64 in gives float64 gradients"""
        slopes = {name: slope.double() for name, slope in right["gradients"].items()}
        assert_close(outcome_in_float64, {"mean loss": right["mean loss"], "gradients": slopes})

    @points(1)
    def test_leaves_model_alone(self, left, weights):
        """weights and modes stay as they were, and an unused parameter is no obstacle"""
        assert_close(left, {**weights, "modes": [False, True]})


@exercise("count_graph_nodes")
class TestCountGraphNodes:
    @pytest.fixture
    def x(self):
        return torch.tensor([0.5, -1.0, 2.0])

    @probe
    def nodes_of_a_convolution(student) -> dict:
        net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3))
        return student.count_graph_nodes(net(torch.ones(2, 1, 6, 6)).sum())

    @probe
    def nodes_of_a_ladder(student, x) -> dict:
        x.requires_grad_()
        for _ in range(6):
            x = x * x.cos() + x
        return student.count_graph_nodes(torch.cat([x, x, x.exp()]))

    @probe
    def nodes_of_a_chain(student, x) -> dict:
        x.requires_grad_()
        for _ in range(290):
            x = x + 1
        return student.count_graph_nodes(x)

    @probe
    def nodes_of_a_constant(student, x) -> dict:
        return student.count_graph_nodes(x + 1)

    @points(1)
    def test_convolution(self, nodes_of_a_convolution):
        """every node behind a small convolutional network is counted"""
        net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3))
        assert shorten(nodes_of_a_convolution) == count_nodes(net(torch.ones(2, 1, 6, 6)).sum())

    @points(2)
    def test_ladder(self, nodes_of_a_ladder, x):
        """where paths part and meet again and again, each node counts once"""
        x.requires_grad_()
        for _ in range(6):
            x = x * x.cos() + x
        assert shorten(nodes_of_a_ladder) == count_nodes(torch.cat([x, x, x.exp()]))

    @points(1)
    def test_long_chain(self, nodes_of_a_chain, x):
        """a path of almost 300 nodes is walked to its end"""
        x.requires_grad_()
        for _ in range(290):
            x = x + 1
        assert shorten(nodes_of_a_chain) == count_nodes(x)

    @points(1)
    def test_constant(self, nodes_of_a_constant):
        """a tensor that needs no gradient has no node behind it: {}"""
        assert dict(nodes_of_a_constant) == {}


@exercise("ReLU")
class TestReLU:
    @pytest.fixture
    def x(self):
        return torch.tensor([[1e-30, -1e-30, -0.0], [1e4, -1e4, 0.0]])

    @pytest.fixture
    def grad_output(self):
        return torch.tensor([[-2.0, 3.0, 4.0], [0.5, -1.0, -7.0]])

    @probe
    def backwards(student, x, grad_output) -> dict[str, torch.Tensor]:
        x.requires_grad_()
        output = student.ReLU.apply(x)
        output.backward(grad_output)
        return {"output": output, "gradient": x.grad}

    @probe
    def backwards_inside(student, x, grad_output) -> torch.Tensor:
        x = x.double().requires_grad_()
        (student.ReLU.apply(x.sin()) * grad_output.double()).sum().backward()
        return x.grad

    @points(2)
    def test_near_zero(self, backwards, x, grad_output):
        """the bend lies at zero exactly, where the gradient is 0"""
        assert_close(backwards, {"output": x.clamp(min=0), "gradient": torch.where(x > 0, grad_output, 0.0)})

    @points(1)
    @pytest.mark.parametrize("x", [2 * waves(2, 3)], ids=["2x3"])
    def test_inside_a_longer_path(self, backwards_inside, x, grad_output):
        """in the middle of a longer path, in float64, the gradient is right"""
        x = x.double()
        assert_close(backwards_inside, torch.where(x.sin() > 0, grad_output.double() * x.cos(), 0.0))


@exercise("Linear")
class TestLinear:
    @pytest.fixture
    def weight(self):
        return waves(3, 4)

    @pytest.fixture
    def bias(self):
        return torch.tensor([0.5, -1.0, 2.0])

    @probe
    def output(student, weight, bias, x) -> torch.Tensor:
        layer = student.Linear(4, 3)
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
        return layer(x)

    @probe
    def gradients(student, weight, bias, x) -> dict[str, torch.Tensor]:
        layer = student.Linear(4, 3).double()
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
        x = x.double().requires_grad_()
        (layer(x) ** 2).sum().backward()
        return {"weight": layer.weight.grad, "bias": layer.bias.grad, "x": x.grad}

    @probe
    def two_layers(student) -> list[torch.Tensor]:
        first, second = student.Linear(400, 200), student.Linear(400, 200)
        return [first.weight, first.bias, second.weight, second.bias]

    @points(1)
    @pytest.mark.parametrize("x", [waves(4), waves(2, 1, 3, 4)], ids=["4", "2x1x3x4"])
    def test_leading_dimensions(self, output, weight, bias, x):
        """no dimension before the last, or three of them: y = x Aᵀ + b"""
        assert_close(output, x @ weight.T + bias)

    @points(1)
    @pytest.mark.parametrize("x", [waves(2, 3, 4)], ids=["2x3x4"])
    def test_gradients(self, gradients, weight, bias, x):
        """after .double(), gradients flow into weight, bias and x in float64"""
        values = {"weight": weight.double(), "bias": bias.double(), "x": x.double()}
        right = find_slopes(lambda weight, bias, x: ((x @ weight.T + bias) ** 2).sum(), values)
        assert_close(gradients, right)

    @points(1)
    def test_start(self, two_layers):
        """every number starts within ±1/√in_features, some near both ends"""
        for drawn in two_layers:
            assert drawn.abs().max() <= 0.05 + 1e-6, f"one starts at {drawn.abs().max():.4f}, beyond 1/√400 = 0.05"
            assert drawn.min() < -0.03, f"none starts below {drawn.min():.4f}"
            assert drawn.max() > 0.03, f"none starts above {drawn.max():.4f}"

    @points(1)
    def test_layers_differ(self, two_layers):
        """two new layers do not start alike"""
        first_weight, first_bias, second_weight, second_bias = two_layers
        assert not torch.equal(first_weight, second_weight)
        assert not torch.equal(first_bias, second_bias)
