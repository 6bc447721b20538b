"""Checks of a node and a layer of your own: ReLU and Linear."""

import pytest
import torch
from test_backprop import waves

from autograder.checks import assert_close, exercise, helper, points, probe

YOUR_LINK = "the slope of ReLU is what you build here"
BY_HAND = "backward is this function's own derivative, written by hand"
YOUR_LAYER = "the linear layer is what you build here"

RELUS = ["relu", "relu_", "relu6", "leaky_relu", "leaky_relu_", "prelu", "_prelu_kernel", "rrelu", "rrelu_"]
RELUS += ["threshold", "threshold_", "threshold_backward", "hardtanh", "hardtanh_", "elu", "elu_"]
HOMES = ["torch", "torch.nn.functional", "torch._C._nn", "torch.ops.aten", "torch.Tensor"]
MODULES = ["ReLU", "ReLU6", "LeakyReLU", "PReLU", "RReLU", "Threshold", "Hardtanh", "ELU"]
AUTOGRAD = ["torch.autograd.grad", "torch.autograd.backward", "torch.autograd.functional", "torch.func"]
AUTOGRAD += ["torch.autograd.forward_ad", "torch.Tensor.backward", "torch.Tensor.grad_fn", "torch.autograd.graph"]
IN_BACKWARD = (
    {f"{home}.{name} in backward": YOUR_LINK for home in HOMES for name in RELUS}
    | {f"torch.nn.{name} in backward": YOUR_LINK for name in MODULES}
    | {f"{name} in backward": BY_HAND for name in AUTOGRAD}
)
LINEARS = ["torch.nn.Linear", "torch.nn.LazyLinear", "torch.nn.Bilinear"]
LINEARS += ["torch.nn.functional.linear", "torch._C._nn.linear", "torch.ops.aten.linear"]


@helper
def apply(node, x):
    """Use a node by its own forward and backward: an `apply` that is written anew could be anything."""
    if not isinstance(node, type) or not issubclass(node, torch.autograd.Function):
        raise TypeError("this is no class made from torch.autograd.Function")
    return torch.autograd.Function.apply.__func__(node, x)


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
        return apply(student.ReLU, x)

    @probe
    def backwards(student, inputs, grad_output) -> dict:
        leaves = [x.clone().requires_grad_() for x in inputs]
        for output in [apply(student.ReLU, leaf) for leaf in leaves]:
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
        # Five marks on the way from the smallest number drawn to the largest, in units of 1/√in_features. How far out
        # the farthest one of a bell curve lies is chance.
        drawn = (getattr(student.Linear(4, 20000), name).detach().flatten() * 2).clamp(-2.5, 2.5)
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
    @pytest.mark.parametrize("x", [waves(4, 2, 3)], ids=["4x2x3"])
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
