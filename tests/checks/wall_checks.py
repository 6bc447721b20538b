"""Checks for wall_answers.py: each shows one rule of what crosses the wall, and how."""

import pytest
import torch

from autograder.checks import assert_close, exercise, helper, points, probe, raises


@helper
def speak_of_half(student, x):
    return student.speak(x / 2)


@exercise("inputs")
class TestInputs:
    @pytest.fixture
    def start(self):
        return torch.tensor([1.0, 2.0])

    @probe
    def spoilt(student, start) -> torch.Tensor:
        return student.spoil(start)

    @probe
    def spoilt_again(student, start) -> torch.Tensor:
        return torch.nn.Parameter(start).detach() + student.spoil(start)

    @points(1)
    def test_the_judges_copy_is_untouched(self, spoilt, start):
        """our own copy"""
        assert start.tolist() == [1.0, 2.0]

    @points(1)
    def test_each_probe_has_its_own(self, spoilt, spoilt_again):
        """its own copy"""
        assert_close(spoilt_again, torch.tensor([0.0, 0.0]))

    @points(1)
    def test_each_check_has_its_own_value(self, spoilt):
        """own value, first"""
        spoilt += 7

    @points(1)
    def test_each_check_has_its_own_value_still(self, spoilt):
        """own value, second"""
        assert spoilt.tolist() == [0.0, 0.0]


@exercise("once")
class TestOnce:
    @pytest.fixture(params=[1, 2])
    def n(self, request):
        return request.param

    @pytest.fixture
    def same(self):
        return 5

    @probe
    def counted(student, same) -> int:
        return student.count_calls()

    @probe
    def counted_for_each(student, n) -> int:
        return student.count_calls()

    @points(1)
    def test_first(self, counted):
        """called once"""
        assert counted == 1

    @points(1)
    def test_second(self, counted):
        """still once"""
        assert counted == 1

    @points(1)
    def test_each(self, counted_for_each, n):
        """call {n}"""
        assert counted_for_each == 1 + n


@exercise("once")
class TestNames:
    @probe
    def given(student, start) -> dict[str, int]:
        return start

    @pytest.mark.parametrize("start", [{"a": 1}])
    @points(1)
    def test_one(self, given, start):
        """one input without a name"""
        assert given == start

    @pytest.mark.parametrize("start", [{"a": 2}])
    @points(1)
    def test_other(self, given, start):
        """another input without a name"""
        assert given == start

    @pytest.mark.parametrize("start", [{"a": 3}])
    @pytest.mark.parametrize("title", ["first", "second"])
    @points(1)
    def test_again(self, given, start, title):
        """the same input for the {title} time"""
        assert given == start


@exercise("kinds")
class TestKinds:
    @probe
    def numbers(student) -> list[float]:
        return student.give("nothing")

    @probe
    def tensor(student) -> torch.Tensor:
        return student.give("module")

    @probe
    def pair(student) -> tuple[int, int]:
        return student.give("list")

    @probe
    def anything(student) -> None:
        return student.give("nothing")

    @probe
    def error(student) -> None:
        return student.fail(KeyError)

    @points(1)
    def test_numbers(self, numbers):
        """a list of numbers"""

    @points(1)
    def test_tensor(self, tensor):
        """a tensor"""

    @points(1)
    def test_pair(self, pair):
        """a pair"""

    @raises(ValueError)
    @points(1)
    def test_refused(self, anything):
        """a refusal"""

    @raises(ValueError)
    @points(1)
    def test_other_error(self, error):
        """another error"""

    @raises(LookupError)
    @points(1)
    def test_subclass(self, error):
        """a subclass"""


@exercise("shown")
class TestShown:
    @pytest.fixture
    def x(self):
        return torch.tensor([1.0, 2.0])

    @probe
    def said(student, x) -> torch.Tensor:
        return student.speak(x)

    @probe
    def failing(student, x) -> torch.Tensor:
        return student.fail(RuntimeError)

    @probe
    def started(student) -> int:
        return student.not_started()

    @probe
    def absent(student) -> int:
        return student.absent()

    @probe
    def broken_probe(student) -> int:
        return student.count_calls() / 0

    @points(1)
    def test_close(self, said, x):
        """close"""
        assert_close(said, 2 * x)

    @points(1)
    def test_equal(self, said):
        """equal"""
        assert said.tolist() == [2.0, 4.0]

    @points(1)
    def test_sentence(self, said):
        """sentence"""
        assert said[0] > 5, "the first number is too small"

    @points(1)
    def test_inner(self, said):
        """a comparison inside of another"""
        assert abs((said == 0).float().mean().item() - 0.5) < 0.05

    @points(1)
    def test_last(self, said):
        """the last of two comparisons"""
        assert said.dim() == 1 and said.dim() == 2  # noqa: PT018

    @points(1)
    def test_silent(self, said, x):
        """silent when green"""
        assert_close(said, x)

    @points(1)
    def test_failing(self, failing):
        """an exception"""

    @raises(Exception)
    @points(1)
    def test_started_by_refusing(self, started):
        """a refusal of any kind"""

    @points(1)
    def test_started(self, started):
        """started"""

    @points(1)
    def test_absent(self, absent):
        """absent"""

    @points(1)
    def test_broken_probe(self, broken_probe):
        """a probe that fails"""

    @points(1)
    def test_broken_check(self, said):
        """a check that fails"""
        return said[99]

    @pytest.mark.parametrize("n", [3, 4])
    @points(2)
    def test_title(self, said, n):
        """the {n} of {{them}}"""
        assert n == 3


class RootProbes:
    @pytest.fixture
    def x(self):
        return 4.0

    @points(1)
    def test_value(self, root):
        """the root of 4"""
        assert root == 2.0

    @raises(ValueError)
    @points(1)
    @pytest.mark.parametrize("x", [-4.0])
    def test_refusal(self, root):
        """no root of −4"""


@exercise("root")
class TestRoot(RootProbes):
    @probe
    def root(student, x) -> float:
        return student.root(x)


@exercise("no_root")
class TestNoRoot(RootProbes):
    @probe
    def root(student, x) -> float:
        return student.no_root(x)
