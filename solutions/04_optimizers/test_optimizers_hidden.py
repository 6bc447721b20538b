"""Checks for optimizers.py that students do not receive."""

import pytest
import torch
from test_optimizers import TOLERANCE, make_parameters, walk, walk_with_torch

from autograder.checks import assert_close, exercise, points, probe

SHAPES = [(2, 3), (4,), (1,), (4,)]
SIZES = [1.0, 1e-3, 0.1, 4.0]


@pytest.fixture
def optimizer(request):
    """Give the name of the class under test, which is the exercise's name."""
    return request.node.get_closest_marker("exercise").args[0]


@pytest.fixture
def dtype():
    return torch.float32


@pytest.fixture
def weights(dtype):
    """Give four weights: the second and the last are equal, but their gradients will not be."""
    generator = torch.Generator().manual_seed(4)
    drawn = [torch.randn(shape, generator=generator, dtype=dtype) for shape in SHAPES]
    return [*drawn[:3], drawn[1].clone()]


@pytest.fixture
def gradients(dtype):
    """Give twenty steps of gradients, large and small, some exactly zero and some missing, none below 1e-5."""
    generator = torch.Generator().manual_seed(5)
    steps = []
    for count in range(20):
        step = [torch.randn(shape, generator=generator, dtype=dtype) for shape in SHAPES]
        step = [torch.where(gradient.abs() < 0.05, 0.0, gradient) for gradient in step]
        step[0] *= SIZES[count % 4]
        if count == 7:
            step[0] = torch.zeros(SHAPES[0], dtype=dtype)
        if count % 3 == 1:
            step[1] = None
        if count in (0, 1, 11):
            step[2] = None
        if count == 5:
            step[3] = None
        steps.append(step)
    return steps


@probe
def path(student, optimizer, settings, weights, gradients) -> dict[str, list]:
    parameters = make_parameters(weights)
    stepper = getattr(student, optimizer)((p for p in parameters), **settings)
    steps = {}
    for step in gradients:
        stepper.zero_grad()
        steps[f"step {len(steps) + 1}"] = walk(stepper, parameters, [step])["step 1"]
    return steps


@probe
def side_by_side(student, optimizer, settings, weights, gradients) -> list[torch.Tensor]:
    parameters = make_parameters(weights)
    # New ones after ten steps, which know nothing of the first.
    for part in gradients[:10], gradients[10:]:
        # By position: the order of the arguments is fixed, too.
        steppers = [getattr(student, optimizer)([p], *settings.values()) for p in parameters]
        for step in part:
            for p, gradient, stepper in zip(parameters, step, steppers, strict=True):
                p.grad = gradient
                stepper.step()
    return parameters


@probe
def state(student, optimizer, settings, weights, gradients) -> dict:
    import gc

    def count_graph_nodes():
        found = [thing.grad_fn for thing in gc.get_objects() if type(thing) is torch.Tensor and thing.grad_fn]
        for node in found:
            found += [after for after, _ in node.next_functions if after and after not in found]
        return len(found)

    parameters = make_parameters(weights)
    stepper = getattr(student, optimizer)(parameters, **settings)
    nodes = count_graph_nodes()
    walk(stepper, parameters, gradients)
    seen = {
        "weights": [p.detach().clone() for p in parameters],
        "weights are trainable": all(p.is_leaf and p.requires_grad for p in parameters),
        "torch records graphs": torch.is_grad_enabled(),
        "steps keep a graph": count_graph_nodes() > nodes,
    }
    with torch.no_grad():
        stepper.step()
        return seen | {"under no_grad, too": torch.is_grad_enabled()}


@pytest.fixture
def expected_path(optimizer, settings, weights, gradients):
    return walk_with_torch(optimizer, settings, weights, gradients)


@pytest.fixture
def expected_state(expected_path):
    facts = {"weights are trainable": True, "torch records graphs": True, "steps keep a graph": False}
    facts["under no_grad, too"] = False
    return {"weights": expected_path["step 20"], **facts}


@pytest.fixture
def expected_side_by_side(optimizer, settings, weights, gradients):
    middle = walk_with_torch(optimizer, settings, weights, gradients[:10])["step 10"]
    return walk_with_torch(optimizer, settings, middle, gradients[10:])["step 10"]


@exercise("sgd_step")
class TestSgdStep:
    @pytest.fixture
    def learning_rate(self):
        return 0.05

    @probe
    def path(student, learning_rate, weights, gradients) -> dict[str, list]:
        parameters = make_parameters(weights)
        steps = {}
        for step in gradients:
            for p, gradient in zip(parameters, step, strict=True):
                p.grad = gradient
            student.sgd_step((p for p in parameters), learning_rate=learning_rate)
            steps[f"step {len(steps) + 1}"] = [p.detach().clone() for p in parameters]
        return steps

    @points(4)
    def test_twenty_steps(self, path, learning_rate, weights, gradients):
        """twenty steps with gradients of all sizes, some zero and some missing"""
        assert_close(path, walk_with_torch("SGD", {"lr": learning_rate}, weights, gradients), **TOLERANCE)

    @pytest.mark.parametrize("dtype", [torch.float64], ids=["float64"])
    @points(3)
    def test_float64(self, path, learning_rate, weights, gradients):
        """twenty steps with weights in float64, which stay in float64"""
        assert_close(path, walk_with_torch("SGD", {"lr": learning_rate}, weights, gradients), **TOLERANCE)


@exercise("SGD")
class TestSGD:
    @pytest.fixture
    def settings(self):
        return {"lr": 0.05, "momentum": 0.75}

    @probe
    def after_building(student, weights, all_settings) -> dict[str, list]:
        parameters = make_parameters(weights, map(torch.ones_like, weights))
        gives = []
        for settings in all_settings:
            try:
                student.SGD(parameters, **settings)
                gives.append("an optimizer")
            except ValueError:
                gives.append("ValueError")
        return {"gives": gives, "weights": parameters, "gradients": [p.grad for p in parameters]}

    @points(4)
    def test_twenty_steps(self, path, expected_path):
        """twenty steps with gradients of all sizes, some zero and some missing"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("dtype", [torch.float64], ids=["float64"])
    @pytest.mark.parametrize("settings", [{"lr": 0.02, "momentum": 0.9, "nesterov": True}], ids=["nesterov"])
    @points(2)
    def test_nesterov_in_float64(self, path, expected_path):
        """nesterov with weights in float64, which stay in float64"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(2)
    def test_two_optimizers(self, side_by_side, expected_side_by_side):
        """optimizers side by side, or one after the other, do not share their velocities"""
        assert_close(side_by_side, expected_side_by_side, **TOLERANCE)

    @points(1)
    def test_no_graph(self, state, expected_state):
        """the steps are right, leave the weights trainable, and keep no graph"""
        assert_close(state, expected_state, **TOLERANCE)

    @pytest.mark.parametrize(
        "all_settings",
        [
            [
                {"lr": -1.0, "momentum": 0.5},
                {"lr": 0.5, "momentum": -1e-3},
                {"lr": 0.5, "momentum": 0.5, "nesterov": True},
                {"lr": 0.0, "nesterov": True},
                {"lr": 1.5, "momentum": 1.0},
            ]
        ],
        ids=["settings"],
    )
    @points(1)
    def test_refuses_first(self, after_building, weights):
        """what is refused, and only that, is refused when it is built, and changes neither weights nor gradients"""
        assert after_building["gives"] == ["ValueError", "ValueError", "an optimizer", "ValueError", "an optimizer"]
        assert_close(after_building["weights"], weights)
        assert_close(after_building["gradients"], [torch.ones_like(weight) for weight in weights])


@exercise("RMSprop")
class TestRMSprop:
    @pytest.fixture
    def settings(self):
        return {"lr": 0.05, "alpha": 0.8, "eps": 0.125}

    @points(3)
    def test_twenty_steps(self, path, expected_path):
        """twenty steps with gradients of all sizes, some zero and some missing"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("dtype", [torch.float64], ids=["float64"])
    @pytest.mark.parametrize("settings", [{"lr": 0.02}], ids=["defaults"])
    @points(2)
    def test_float64(self, path, expected_path):
        """weights in float64 stay in float64"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(1)
    def test_two_optimizers(self, side_by_side, expected_side_by_side):
        """optimizers side by side, or one after the other, do not share their averages"""
        assert_close(side_by_side, expected_side_by_side, **TOLERANCE)

    @points(1)
    def test_no_graph(self, state, expected_state):
        """the steps are right, leave the weights trainable, and keep no graph"""
        assert_close(state, expected_state, **TOLERANCE)


@exercise("Adam")
class TestAdam:
    @pytest.fixture
    def settings(self):
        return {"lr": 0.05, "betas": (0.7, 0.9), "eps": 0.125}

    @points(4)
    def test_twenty_steps(self, path, expected_path):
        """twenty steps with gradients of all sizes, some zero and some missing"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("dtype", [torch.float64], ids=["float64"])
    @pytest.mark.parametrize("settings", [{"lr": 0.02}], ids=["defaults"])
    @points(3)
    def test_float64(self, path, expected_path):
        """weights in float64 stay in float64"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(2)
    def test_two_optimizers(self, side_by_side, expected_side_by_side):
        """optimizers side by side, or one after the other, do not share their averages"""
        assert_close(side_by_side, expected_side_by_side, **TOLERANCE)

    @points(1)
    def test_no_graph(self, state, expected_state):
        """the steps are right, leave the weights trainable, and keep no graph"""
        assert_close(state, expected_state, **TOLERANCE)
