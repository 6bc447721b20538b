"""Hidden checks for wall_answers.py: none of what they expect may be shown."""

import pytest
import torch
from test_wall import speak_of_half

from autograder.checks import assert_close, exercise, points, probe

SECRET = 271828


@exercise("inputs")
class TestHelpers:
    @probe
    def half(student) -> torch.Tensor:
        return speak_of_half(student, torch.tensor([3.0]))

    @points(1)
    def test_helper_of_another_file(self, half):
        """a helper of another file"""
        assert_close(half, torch.tensor([1.5]))


@exercise("hidden")
class TestHidden:
    @pytest.fixture
    def x(self):
        return torch.tensor([271828.0, 1.0])

    @probe
    def said(student, x) -> torch.Tensor:
        return 0 * student.speak(x)

    @probe
    def failing(student, x) -> torch.Tensor:
        return student.fail_with(str(x))

    @points(1)
    def test_close(self, said):
        """close"""
        assert_close(said, torch.tensor([271828.0, 2.0]))

    @points(1)
    def test_equal(self, said):
        """equal"""
        assert said.tolist() == [SECRET, 2]

    @points(1)
    def test_sentence(self, said):
        """sentence"""
        assert said.sum() == SECRET, f"not {SECRET}"

    @points(1)
    def test_failing(self, failing):
        """an exception"""

    @points(1)
    def test_broken_check(self, said):
        """a check that fails"""
        raise KeyError(SECRET)
