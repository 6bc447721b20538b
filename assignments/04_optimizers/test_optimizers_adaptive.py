"""Checks of the optimizers that know how large gradients have been."""

import pytest
from test_optimizers import FORBIDDEN, GAPS, TOLERANCE, OptimizerProbes

from autograder.checks import assert_close, exercise, points


@exercise("RMSprop", forbids=FORBIDDEN)
class TestRMSprop(OptimizerProbes):
    @pytest.fixture
    def settings(self):
        return {"lr": 0.25, "alpha": 0.75, "eps": 0.25}

    @points(3)
    def test_steps(self, path, expected_path):
        """each gradient is divided by the root of its running average of squares, plus eps"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(1)
    def test_way_down(self, way_down, expected_way):
        """twenty steps down a narrow valley lead the right way"""
        assert_close(way_down, expected_way, rtol=1e-4, atol=1e-4)

    @pytest.mark.parametrize("settings", [{"lr": 0.01}], ids=["defaults"])
    @points(2)
    def test_defaults(self, path, expected_path):
        """alpha is 0.99 and eps 1e-8 unless said otherwise"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("gradients", [GAPS], ids=["gaps"])
    @points(2)
    def test_skips_none(self, path, expected_path):
        """a parameter without a gradient is skipped, and its average waits"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(1)
    def test_leaves_gradients(self, gradients_after, gradients, expected_path):
        """the steps are right, and the gradients are the same after each"""
        assert_close(gradients_after, {"gradients": gradients, "weights": expected_path["step 3"]}, **TOLERANCE)

    @points(1)
    def test_zero_grad(self, cleared):
        """zero_grad clears the gradients, also where there is none"""
        assert all(g is None or not g.any() for g in cleared), "a .grad is neither None nor all zeros"

    @points(3)
    def test_takes_a_generator(self, path_of_generator, expected_path):
        """takes a generator, and steps on after zero_grad"""
        assert_close(path_of_generator, expected_path, **TOLERANCE)


@exercise("Adam", forbids=FORBIDDEN)
class TestAdam(OptimizerProbes):
    @pytest.fixture
    def settings(self):
        return {"lr": 0.1, "betas": (0.8, 0.95), "eps": 0.25}

    @points(5)
    def test_steps(self, path, expected_path):
        """each step follows the two averages, corrected for their start at zero"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(1)
    def test_way_down(self, way_down, expected_way):
        """twenty steps down a narrow valley lead the right way"""
        assert_close(way_down, expected_way, rtol=1e-4, atol=1e-4)

    @pytest.mark.parametrize("settings", [{"lr": 0.01}], ids=["defaults"])
    @points(3)
    def test_defaults(self, path, expected_path):
        """betas are (0.9, 0.999) and eps is 1e-8 unless said otherwise"""
        assert_close(path, expected_path, **TOLERANCE)

    @pytest.mark.parametrize("gradients", [GAPS], ids=["gaps"])
    @points(4)
    def test_skips_none(self, path, expected_path):
        """a parameter without a gradient is skipped, and that step does not count for it"""
        assert_close(path, expected_path, **TOLERANCE)

    @points(2)
    def test_leaves_gradients(self, gradients_after, gradients, expected_path):
        """the steps are right, and the gradients are the same after each"""
        assert_close(gradients_after, {"gradients": gradients, "weights": expected_path["step 3"]}, **TOLERANCE)

    @points(2)
    def test_zero_grad(self, cleared):
        """zero_grad clears the gradients, also where there is none"""
        assert all(g is None or not g.any() for g in cleared), "a .grad is neither None nor all zeros"

    @points(3)
    def test_takes_a_generator(self, path_of_generator, expected_path):
        """takes a generator, and steps on after zero_grad"""
        assert_close(path_of_generator, expected_path, **TOLERANCE)
