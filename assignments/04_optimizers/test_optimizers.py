"""Checks for optimizers.py."""

import pytest
import torch
from torch import nn

from autograder.checks import Plane, assert_close, exercise, helper, picture, points, probe

WHY = "its optimizers are what this exercise asks you to build"
# What torch.optim itself calls for a whole step.
KINDS = ["sgd", "adam", "adamw", "adagrad"]
STEPS = [f"{home}._fused_{kind}_" for home in ("torch", "torch.ops.aten") for kind in KINDS]
FORBIDDEN = dict.fromkeys(["torch.optim", "torch.distributed.optim"], WHY) | dict.fromkeys(
    STEPS, "a whole step, ready-made, is what this exercise asks you to build"
)
TOLERANCE = {"rtol": 3e-6, "atol": 1e-6}

WEIGHTS = [torch.tensor([1.0, -2.0]), torch.tensor([0.75, 1.5])]
# A step a line: the gradients of two parameters, of 2 numbers each.
GRADIENTS = [
    [torch.tensor([0.5, -1.0]), torch.tensor([2.0, 0.25])],
    [torch.tensor([-0.25, -0.5]), torch.tensor([1.0, -1.5])],
    [torch.tensor([1.0, 0.75]), torch.tensor([0.0, 0.5])],
]
GAPS = [[GRADIENTS[0][0], None], [None, GRADIENTS[1][1]], GRADIENTS[2]]
ONE = torch.tensor([1.0], dtype=torch.float64)

# A valley: its height is half of (steepness · place²), so that the gradient is steepness · place.
STEEPNESS = torch.tensor([0.25, 4.0])
START = torch.tensor([-4.0, 1.5])
VIEW = (-5.0, 5.0, -2.5, 2.5)


@helper
def make_parameters(weights, gradients=()):
    """Return a parameter for each weight, with its gradient if there are any."""
    parameters = [nn.Parameter(weight) for weight in weights]
    for p, gradient in zip(parameters, gradients, strict=False):
        p.grad = gradient
    return parameters


@helper
def walk(stepper, parameters, gradients):
    """Return the weights after each step of an optimizer, which gets its gradients from the lines of `gradients`."""
    steps = {}
    for step in gradients:
        for p, gradient in zip(parameters, step, strict=True):
            p.grad = gradient
        stepper.step()
        steps[f"step {len(steps) + 1}"] = [p.detach().clone() for p in parameters]
    return steps


@helper
def walk_down(stepper, parameter, steepness):
    """Return where twenty steps of an optimizer lead in a valley, the start first."""
    way = [parameter.detach().clone()]
    for _ in range(20):
        parameter.grad = steepness * parameter.detach()
        stepper.step()
        way.append(parameter.detach().clone())
    return torch.stack(way)


def walk_with_torch(optimizer, settings, weights, gradients):
    """Return what `path` should see, from torch's own optimizer."""
    parameters = make_parameters([weight.clone() for weight in weights])
    return walk(getattr(torch.optim, optimizer)(parameters, **settings), parameters, gradients)


class OptimizerProbes:
    """What every optimizer is asked; its class has the exercise's name."""

    @pytest.fixture
    def optimizer(self, request):
        """Give the name of the class under test, which is the exercise's name."""
        return request.node.get_closest_marker("exercise").args[0]

    @pytest.fixture
    def weights(self):
        return WEIGHTS

    @pytest.fixture
    def gradients(self):
        return GRADIENTS

    @probe
    def path(student, optimizer, settings, weights, gradients) -> dict[str, list]:
        parameters = make_parameters(weights)
        return walk(getattr(student, optimizer)(parameters, **settings), parameters, gradients)

    @probe
    def gradients_after(student, optimizer, settings, weights, gradients) -> dict[str, list]:
        parameters = make_parameters(weights)
        stepper = getattr(student, optimizer)(parameters, **settings)
        for p in parameters:
            p.grad = torch.zeros_like(p)
        seen = []
        for step in gradients:
            for p, gradient in zip(parameters, step, strict=True):
                # As backward() does: it writes into the tensor that is there.
                p.grad.copy_(gradient)
            stepper.step()
            seen.append([p.grad.clone() for p in parameters])
        return {"gradients": seen, "weights": parameters}

    @probe
    def cleared(student, optimizer, settings, weights) -> list:
        parameters = make_parameters(weights, [torch.ones_like(weights[0])])
        getattr(student, optimizer)(parameters, **settings).zero_grad()
        return [p.grad for p in parameters]

    @probe
    def path_of_generator(student, optimizer, settings, weights, gradients) -> dict[str, list]:
        parameters = make_parameters(weights)
        stepper = getattr(student, optimizer)((p for p in parameters), **settings)
        steps = {}
        for step in gradients:
            stepper.zero_grad()
            for p, gradient in zip(parameters, step, strict=True):
                # As backward() does: it adds to a gradient that is there.
                p.grad = gradient if p.grad is None else p.grad + gradient
            stepper.step()
            steps[f"step {len(steps) + 1}"] = [p.detach().clone() for p in parameters]
        return steps

    @pytest.fixture
    def expected_path(self, optimizer, settings, weights, gradients):
        return walk_with_torch(optimizer, settings, weights, gradients)

    @probe
    def way_down(student, optimizer, settings, start, steepness) -> torch.Tensor:
        (p,) = make_parameters([start])
        return walk_down(getattr(student, optimizer)([p], **settings), p, steepness)

    @pytest.fixture
    def start(self):
        return START

    @pytest.fixture
    def steepness(self):
        return STEEPNESS

    @pytest.fixture
    def expected_way(self, optimizer, settings, start, steepness):
        (p,) = make_parameters([start.clone()])
        return walk_down(getattr(torch.optim, optimizer)([p], **settings), p, steepness)

    @picture
    def valley(self, way_down, expected_way):
        """the way of twenty steps down a narrow valley"""
        x, y = torch.linspace(*VIEW[:2], 40), torch.linspace(*VIEW[2:], 40)
        return Plane(
            VIEW,
            paths={"your steps": way_down, "right steps": expected_way},
            fields={"height": (STEEPNESS[0] * x**2 + STEEPNESS[1] * y[:, None] ** 2) / 2},
            levels=[0.25, 1, 2, 4, 6, 9, 12],
            axes=("first weight", "second weight"),
        )


@exercise("sgd_step", forbids=FORBIDDEN)
class TestSgdStep:
    @pytest.fixture
    def weights(self):
        return WEIGHTS

    @pytest.fixture
    def gradients(self):
        return GRADIENTS[0]

    @pytest.fixture
    def learning_rate(self):
        return 0.1

    @pytest.fixture
    def given_as(self):
        return "a list"

    @pytest.fixture
    def expected(self, weights, gradients, learning_rate):
        return [w - learning_rate * g for w, g in zip(weights, gradients, strict=True)]

    @probe
    def stepped(student, weights, gradients, learning_rate, given_as) -> list[torch.Tensor]:
        parameters = make_parameters(weights, gradients)
        student.sgd_step((p for p in parameters) if given_as == "a generator" else parameters, learning_rate)
        return parameters

    @probe
    def left(student, weights, gradients, learning_rate) -> dict:
        parameters = make_parameters(weights, gradients)
        student.sgd_step(parameters, learning_rate)
        recording = [torch.is_grad_enabled()]
        with torch.no_grad():
            student.sgd_step([nn.Parameter(torch.ones(1))], learning_rate)
            recording.append(torch.is_grad_enabled())
        return {
            "weights": parameters,
            "gradients": [p.grad for p in parameters],
            "trainable": all(p.is_leaf and p.requires_grad for p in parameters),
            "recording": recording,
        }

    @probe
    def stepped_after_nothing(student, weights, gradients, learning_rate) -> list[torch.Tensor]:
        student.sgd_step([], learning_rate)
        parameters = make_parameters(weights, gradients)
        student.sgd_step(parameters, learning_rate)
        return parameters

    @points(3)
    def test_goes_downhill(self, stepped, expected):
        """one step moves each weight by the learning rate times its gradient, downhill"""
        assert_close(stepped, expected, **TOLERANCE)

    @pytest.mark.parametrize("gradients", [[None, GRADIENTS[0][1]]], ids=["first_is_none"])
    @points(3)
    def test_skips_none(self, stepped, weights, gradients, learning_rate):
        """a parameter without a gradient stays where it is, and the next one moves"""
        assert_close(stepped, [weights[0], weights[1] - learning_rate * gradients[1]], **TOLERANCE)

    @points(2)
    def test_leaves_gradients(self, left, expected, gradients):
        """the step is right, and the gradients are the same after it"""
        assert_close([left["weights"], left["gradients"]], [expected, gradients], **TOLERANCE)

    @points(2)
    def test_weights_stay_trainable(self, left, expected):
        """after the right step the weights can be trained on"""
        assert left["trainable"], "after your step the weights no longer require a gradient"
        assert left["recording"][0], "your step leaves torch's recording of gradients switched off"
        assert not left["recording"][1], "under torch.no_grad(), your step switches torch's recording of gradients on"
        assert_close(left["weights"], expected, **TOLERANCE)

    @pytest.mark.parametrize("given_as", ["a generator"], ids=["generator"])
    @points(1)
    def test_takes_a_generator(self, stepped, expected):
        """a generator of parameters is as good as a list"""
        assert_close(stepped, expected, **TOLERANCE)

    @pytest.mark.parametrize(("weights", "gradients"), [([ONE], [ONE])], ids=["float64"])
    @points(1)
    def test_keeps_float64(self, stepped, expected):
        """weights in float64 stay in float64"""
        assert_close(stepped, expected, **TOLERANCE)

    @points(1)
    def test_no_parameters(self, stepped_after_nothing, expected):
        """with no parameters, nothing happens, and the next step is taken as ever"""
        assert_close(stepped_after_nothing, expected, **TOLERANCE)
