"""Checks for backprop.py."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.checks import assert_close, exercise, points, probe

YOUR_LINK = "the slope of ReLU is what you build here"
BY_HAND = "backward is this function's own derivative, written by hand"
YOUR_LAYER = "the linear layer is what you build here"

RELUS = ["relu", "relu_", "relu6", "leaky_relu", "prelu", "rrelu", "threshold", "threshold_backward"]
HOMES = ["torch", "torch.nn.functional", "torch._C._nn", "torch.ops.aten", "torch.Tensor"]
MODULES = ["ReLU", "ReLU6", "LeakyReLU", "PReLU", "RReLU", "Threshold"]
AUTOGRAD = ["torch.autograd.grad", "torch.autograd.backward", "torch.autograd.functional", "torch.func"]
AUTOGRAD += ["torch.autograd.forward_ad", "torch.Tensor.backward"]
IN_BACKWARD = (
    {f"{home}.{name} in backward": YOUR_LINK for home in HOMES for name in RELUS}
    | {f"torch.nn.{name} in backward": YOUR_LINK for name in MODULES}
    | {f"{name} in backward": BY_HAND for name in AUTOGRAD}
)
LINEARS = ["torch.nn.Linear", "torch.nn.LazyLinear", "torch.nn.Bilinear"]
LINEARS += ["torch.nn.functional.linear", "torch._C._nn.linear", "torch.ops.aten.linear"]


def waves(*shape):
    """Return numbers between -1 and 1 in no order that the eye could follow."""
    return (torch.arange(1.0, torch.Size(shape).numel() + 1) * 2.3).sin().reshape(shape)


def shorten(nodes):
    """Return counts by the names' last part: torch::autograd::AccumulateGrad is AccumulateGrad."""
    counts = {}
    for name, count in nodes.items():
        short = str(name).split("::")[-1]
        counts[short] = counts[short] + count if short in counts else count
    return counts


def count_nodes(tensor):
    """Return the counts that a graph really has."""
    seen, waiting = [], [tensor.grad_fn]
    for node in waiting:
        if node is not None and node not in seen:
            seen.append(node)
            waiting += [following for following, _ in node.next_functions]
    names = [type(node).__name__ for node in seen]
    return {name: names.count(name) for name in names}


def find_slopes(loss, values):
    """Return the gradient of loss(**values) for each value by its name."""
    leaves = {name: value.clone().requires_grad_() for name, value in values.items()}
    loss(**leaves).backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


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
    def test_leaves_weights_alone(self, cleared, weights):
        """the weights stay as they were"""
        assert_close(cleared["weights"], weights)


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
        model = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
        model.load_state_dict(weights)
        if first_v is not None:
            student.vector_jacobian_product(model, x, first_v)
        return student.vector_jacobian_product(model, x, v)

    @probe
    def names(student, weights, x, v) -> list[str]:
        model = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
        model.load_state_dict(weights)
        model.unused = nn.Parameter(torch.ones(2))
        model.unused.grad = torch.ones(2)
        return sorted(student.vector_jacobian_product(model, x, v))

    @probe
    def gradients_kept(student, weights, x, v) -> dict:
        model = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
        model.load_state_dict(weights)
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
        net = nn.Sequential()
        net.conv1, net.flat, net.fc = nn.Conv2d(1, 2, 2), nn.Flatten(), nn.Linear(8, 3)
        net.load_state_dict(weights)
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


@exercise("accumulate_gradients")
class TestAccumulateGradients:
    @pytest.fixture
    def weights(self):
        return {"weight": torch.tensor([[0.5, -1.0]]), "bias": torch.tensor([0.25])}

    @pytest.fixture
    def batches(self):
        three = (torch.tensor([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]]), torch.tensor([[1.0], [0.0], [-2.0]]))
        return [three, (torch.tensor([[0.5, 4.0]]), torch.tensor([[3.0]]))]

    @pytest.fixture
    def right(self, weights, batches):
        x, y = map(torch.cat, zip(*batches, strict=True))
        slopes = find_slopes(lambda **weight: F.mse_loss(F.linear(x, **weight), y), weights)
        return {"mean loss": F.mse_loss(F.linear(x, **weights), y).item(), "gradients": slopes}

    @probe
    def outcome(student, weights, batches, given, used_before) -> dict:
        model = nn.Linear(2, 1)
        model.load_state_dict(weights)
        if used_before:
            model(batches[0][0]).sum().backward()
        loss = student.accumulate_gradients(model, batches if given == "a list" else iter(batches), nn.MSELoss())
        return {"mean loss": loss, "gradients": {"weight": model.weight.grad, "bias": model.bias.grad}}

    @probe
    def refusal(student, weights, batches) -> ValueError:
        return student.accumulate_gradients(nn.Linear(2, 1), batches, nn.MSELoss())

    @probe
    def gradients_after_refusal(student, batches) -> list:
        import contextlib

        model = nn.Linear(2, 1)
        (3 * model.bias).sum().backward()
        with contextlib.suppress(ValueError):
            student.accumulate_gradients(model, batches, nn.MSELoss())
        return [model.weight.grad, model.bias.grad]

    @probe
    def work(student, weights, batches) -> dict[str, int]:
        sizes, passes = [], []

        class Model(nn.Linear):
            def forward(self, x):
                sizes.append(len(x))
                return super().forward(x)

        model = Model(2, 1)
        model.load_state_dict(weights)
        model.weight.register_hook(lambda gradient: passes.append(1))
        student.accumulate_gradients(model, batches, nn.MSELoss())
        return {"most samples at once": max(sizes, default=0), "backward passes": len(passes)}

    @points(3)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", False)])
    def test_gradients(self, outcome, right):
        """.grad holds the gradient of the mean over all samples"""
        assert_close(outcome["gradients"], right["gradients"])

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", False)])
    def test_mean_loss(self, outcome, right):
        """the mean loss over all samples comes back as a float"""
        assert_close(outcome["mean loss"], right["mean loss"])

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a list", True)])
    def test_earlier_gradients(self, outcome, right):
        """gradients from earlier are cleared first"""
        assert_close(outcome, right)

    @points(2)
    @pytest.mark.parametrize(("given", "used_before"), [("a generator", False)])
    def test_generator(self, outcome, right):
        """a generator of batches is read once"""
        assert_close(outcome, right)

    @points(2)
    def test_one_backward_a_batch(self, work):
        """every batch has a backward of its own, and batches are not joined"""
        assert work["most samples at once"] <= 3, f"the model got {work['most samples at once']} samples at once"
        assert work["backward passes"] == 2, f"backward ran {work['backward passes']} times for 2 batches"

    @points(1)
    @pytest.mark.parametrize("batches", [[]], ids=["none"])
    def test_no_batches(self, refusal):
        """no batches raise ValueError"""

    @points(1)
    @pytest.mark.parametrize("batches", [[]], ids=["none"])
    def test_no_batches_change_nothing(self, gradients_after_refusal):
        """after no batches the old gradients are still there"""
        assert_close(gradients_after_refusal, [None, torch.tensor([3.0])])


@exercise("count_graph_nodes")
class TestCountGraphNodes:
    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, -0.5], [0.25, 2.0]])

    @probe
    def nodes_of_a_loss(student, x) -> dict:
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
        return student.count_graph_nodes(F.mse_loss(model(x), x))

    @probe
    def nodes_on_two_paths(student, x) -> dict:
        y = x.requires_grad_().exp().sin()
        return student.count_graph_nodes(y * y.tanh())

    @probe
    def nodes_beside_a_constant(student, x) -> dict:
        scale = torch.ones(2, requires_grad=True)
        return student.count_graph_nodes((x * scale).sum())

    @probe
    def nodes_of_a_leaf(student, x) -> dict:
        return student.count_graph_nodes(x.requires_grad_())

    @points(4)
    def test_loss_of_a_network(self, nodes_of_a_loss, x):
        """every node behind a network's loss is counted under its name"""
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
        assert shorten(nodes_of_a_loss) == count_nodes(F.mse_loss(model(x), x))

    @points(3)
    def test_two_paths(self, nodes_on_two_paths, x):
        """a node that is reached on two paths counts once: y · tanh(y) with y = sin(exp(x))"""
        y = x.requires_grad_().exp().sin()
        assert shorten(nodes_on_two_paths) == count_nodes(y * y.tanh())

    @points(2)
    def test_constant(self, nodes_beside_a_constant, x):
        """a constant, which has no history, is no obstacle"""
        scale = torch.ones(2, requires_grad=True)
        assert shorten(nodes_beside_a_constant) == count_nodes((x * scale).sum())

    @points(1)
    def test_leaf(self, nodes_of_a_leaf):
        """a leaf has no node behind it: {}"""
        assert dict(nodes_of_a_leaf) == {}


@exercise("ReLU", forbids=IN_BACKWARD)
class TestReLU:
    @pytest.fixture
    def x(self):
        return torch.tensor([-1.5, 0.0, 0.5, 3.0])

    @pytest.fixture
    def grad_output(self):
        return torch.tensor([2.0, 5.0, -3.0, 0.25])

    @probe
    def output(student, x) -> torch.Tensor:
        return student.ReLU.apply(x)

    @probe
    def backwards(student, inputs, grad_output) -> dict:
        leaves = [x.clone().requires_grad_() for x in inputs]
        for output in [student.ReLU.apply(leaf) for leaf in leaves]:
            output.backward(grad_output)
        return {"gradients": [leaf.grad for leaf in leaves], "inputs": leaves, "grad_output": grad_output}

    @pytest.fixture
    def inputs(self, x):
        return [x]

    @points(1)
    def test_forward(self, output, x):
        """forward gives max(x, 0)"""
        assert_close(output, x.clamp(min=0))

    @points(3)
    def test_backward(self, backwards, x, grad_output):
        """backward passes on what comes from above where x > 0, and 0 elsewhere"""
        assert_close(backwards["gradients"], [torch.where(x > 0, grad_output, 0.0)])

    @points(2)
    @pytest.mark.parametrize("inputs", [[torch.tensor([-1.0, 2.0, 0.0, 1.0]), torch.tensor([3.0, -2.0, 1.0, -1.0])]])
    def test_two_at_work(self, backwards, inputs, grad_output):
        """two ReLUs at work do not mix up their inputs"""
        assert_close(backwards["gradients"], [torch.where(x > 0, grad_output, 0.0) for x in inputs])

    @points(1)
    def test_leaves_inputs_alone(self, backwards, inputs, grad_output):
        """x and grad_output stay as they were"""
        assert_close([backwards["inputs"], backwards["grad_output"]], [inputs, grad_output])


@exercise("Linear", forbids=dict.fromkeys(LINEARS, YOUR_LAYER))
class TestLinear:
    @pytest.fixture
    def weight(self):
        return waves(2, 3)

    @pytest.fixture
    def bias(self):
        return torch.tensor([0.5, -1.0])

    @pytest.fixture
    def x(self):
        return torch.tensor([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0], [-2.0, 1.0, 0.25], [0.0, -1.0, 1.0]])

    @probe
    def parameters(student, settings) -> dict:
        layer = student.Linear(3, 2, **settings)
        shapes = {name: tuple(p.shape) for name, p in layer.named_parameters() if p.requires_grad}
        return {"parameters": shapes, "bias is None": layer.bias is None}

    @probe
    def output(student, weight, bias, x) -> torch.Tensor:
        layer = student.Linear(3, 2, bias=bias is not None)
        layer.weight.data.copy_(weight)
        if bias is not None:
            layer.bias.data.copy_(bias)
        return layer(x)

    @probe
    def spread(student, name) -> list[float]:
        # Five marks on the way from the smallest number drawn to the largest, in units of 1/√in_features.
        drawn = getattr(student.Linear(4, 20000), name).detach().flatten() * 2
        marks = drawn.sort().values[torch.linspace(0, len(drawn) - 1, 5).long()]
        return [round(mark, 1) for mark in marks.tolist()]

    @points(2)
    @pytest.mark.parametrize("settings", [{}], ids=["bias"])
    def test_parameters(self, parameters):
        """weight (out, in) and bias (out,) are parameters"""
        assert parameters == {"parameters": {"weight": (2, 3), "bias": (2,)}, "bias is None": False}

    @points(2)
    def test_batch(self, output, weight, bias, x):
        """a batch of rows gives x Aᵀ + b"""
        assert_close(output, x @ weight.T + bias)

    @points(2)
    @pytest.mark.parametrize("x", [waves(2, 4, 3)], ids=["2x4x3"])
    def test_leading_dimensions(self, output, weight, bias, x):
        """dimensions before the last stay as they are"""
        assert_close(output, x @ weight.T + bias)

    @points(1)
    @pytest.mark.parametrize("settings", [{"bias": False}], ids=["no bias"])
    def test_no_bias(self, parameters):
        """bias=False leaves the weight alone, and bias is None"""
        assert parameters == {"parameters": {"weight": (2, 3)}, "bias is None": True}

    @points(1)
    @pytest.mark.parametrize("bias", [None], ids=["none"])
    def test_output_without_bias(self, output, weight, bias, x):
        """bias=False gives x Aᵀ"""
        assert_close(output, x @ weight.T)

    @points(1)
    @pytest.mark.parametrize("name", ["weight", "bias"])
    def test_start(self, spread, name):
        """{name} starts evenly spread from −1 to 1, in units of 1/√in_features"""
        assert_close(spread, [-1.0, -0.5, 0.0, 0.5, 1.0])
