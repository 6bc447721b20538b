"""Checks of gradient descent with momentum."""

import pytest
from test_optimizers import FORBIDDEN, GAPS, TOLERANCE, OptimizerProbes, make_parameters, walk

from autograder.checks import assert_close, exercise, points, probe, raises


@exercise("SGD", forbids=FORBIDDEN)
class TestSGD(OptimizerProbes):
    @pytest.fixture
    def settings(self):
        return {"lr": 0.1, "momentum": 0.5}

    @probe
    def path_after_zero(student, settings, weights, gradients) -> dict[str, list]:
        parameters = make_parameters(weights, gradients[0])
        student.SGD(parameters, lr=0.0, momentum=0.0).step()
        return walk(student.SGD(parameters, **settings), parameters, gradients)

    @pytest.mark.parametrize("settings", [{"lr": 0.1}], ids=["plain"])
    @points(1)
    def test_plain(self, path, expected_path):
        """without momentum, each step is the learning rate times the gradient"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(3)
    def test_momentum(self, path, expected_path):
        """with momentum, each parameter keeps a velocity from step to step"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(1)
    def test_way_down(self, way_down, expected_way):
        """twenty steps down a narrow valley lead the right way"""
        assert_close(way_down, expected_way, rtol=1e-4, atol=1e-4)

    @pytest.mark.parametrize("settings", [{"lr": 0.1, "momentum": 0.5, "nesterov": True}], ids=["nesterov"])
    @points(3)
    def test_nesterov(self, path, expected_path):
        """with nesterov, a step looks ahead along the new velocity"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("gradients", [GAPS], ids=["gaps"])
    @points(2)
    def test_skips_none(self, path, expected_path):
        """a parameter without a gradient is skipped, and its velocity waits"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize(
        ("how", "settings"),
        [
            ("without momentum", {"lr": 0.1}),
            ("with momentum", {"lr": 0.1, "momentum": 0.5}),
            ("with nesterov", {"lr": 0.1, "momentum": 0.5, "nesterov": True}),
        ],
        ids=["plain", "momentum", "nesterov"],
    )
    @points(1)
    def test_leaves_gradients(self, gradients_after, gradients, expected_path, how):
        """{how}, the steps are right, and the gradients are the same after each"""
        assert_close(gradients_after, {"gradients": gradients, "weights": expected_path["step 3"]}, **TOLERANCE)

    @points(1)
    def test_zero_grad(self, cleared):
        """zero_grad clears the gradients, also where there is none"""
        assert all(g is None or not g.any() for g in cleared), "a .grad is neither None nor all zeros"

    @points(2)
    def test_takes_a_generator(self, path_of_generator, expected_path):
        """takes a generator, and steps on after zero_grad"""
        assert_close(path_of_generator, expected_path, **TOLERANCE)

    @points(1)
    def test_zero_is_fine(self, path_after_zero, expected_path):
        """an lr of 0 and a momentum of 0 are fine, nothing moves, and the next optimizer starts anew"""
        assert_close(path_after_zero, expected_path, **TOLERANCE)

    @raises(ValueError)
    @pytest.mark.parametrize(
        ("what", "settings"),
        [
            ("a negative lr", {"lr": -0.1}),
            ("a negative momentum", {"lr": 0.1, "momentum": -0.5}),
            ("nesterov without momentum", {"lr": 0.1, "nesterov": True}),
        ],
        ids=["lr", "momentum", "nesterov"],
    )
    @points(1)
    def test_refuses(self, cleared, what):
        """{what} is a ValueError"""
