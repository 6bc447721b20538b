"""`autograder prove` on a crooked assignment: everything that is wrong with it is named, with what to do."""

import os
import shutil
import subprocess
import sys

import pytest

from autograder.sandbox import landlock

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="assignments are proved on Linux alone")

COURSE = """
title = "A crooked course"

[assignments.01_toy]
title = "Doubling and counting"

[assignments.01_toy.points]
double = 50
count_up = 40
"""

UNSTEADY_CHECKS = '''
import pytest
import torch

from autograder.checks import exercise, picture, points, probe, raises

runs = []


@exercise("count_up")
class TestUnsteady:
    @probe
    def threads(student) -> int:
        return torch.get_num_threads() * len(student.count_up(1))

    @points(1)
    def test_threads(self, threads):
        """depends on the threads"""
        assert threads == 1

    @probe
    def seed(student) -> list[int]:
        return student.count_up(hash("order") % 2)

    @points(1)
    def test_seed(self, seed):
        """depends on the hash seed"""
        assert seed == [1]

    @pytest.fixture
    def n(self):
        return 6

    @probe
    def n_afterwards(student, n) -> int:
        student.count_up(n)
        return n

    @points(1)
    @pytest.mark.parametrize("n", [5])
    def test_nothing_is_asked(self, n_afterwards, n):
        """n is as it was"""
        assert n_afterwards == n

    @probe
    def never_good(student) -> list:
        return student.count_up(-7)

    @raises(ValueError)
    @points(1)
    def test_refusal(self, never_good):
        """refuses"""

    @probe
    def two(student) -> list[int]:
        return student.count_up(2)

    @points(1)
    def test_is_mute(self, two):
        """no number is 0"""
        assert all(two)

    @picture
    def unasked(self, n_afterwards):
        """what no check has asked"""
        return n_afterwards

    @points(1)
    def test_runs(self, two):
        """depends on how often it is run"""
        runs.append(two)
        assert two == [1, 2] and len(runs) % 2 == 1
'''

SLIPS = """
[[slip]]
exercise = "double"
write = "return 2 * x"
instead = "return x + x"
says = "This is right, too."

[[slip]]
exercise = "double"
write = "return 2 * x"
instead = "return 2.001 * x"
says = "Off by a hair."

[[slip]]
exercise = "count_up"
write = "list(range(1, n + 1))"
instead = "list(range(n))"
says = "You began with 0."

[[slip]]
exercise = "count_up"
write = "list(range(1, n + 1))"
instead = "[*range(n)]"
says = "The same in other words."

[[slip]]
exercise = "count_up"
write = "list(range(1, n + 1))"
instead = "list(range(1, n + 1)"
says = "A bracket is missing."
"""


@pytest.fixture(scope="module")
def proved(toy, tmp_path_factory) -> "subprocess.CompletedProcess[str]":
    """Give what `prove` says of the toy assignment after everything in it was bent."""
    root = tmp_path_factory.mktemp("crooked")
    folder = root / "solutions" / toy.name
    shutil.copytree(toy.folder, folder)
    (root / "course.toml").write_text(COURSE)
    (folder / "toy.slips.toml").write_text(SLIPS)
    (folder / "test_toy_unsteady.py").write_text(UNSTEADY_CHECKS)
    solution = folder / "toy.py"
    solution.write_text(
        solution.read_text().replace("Return twice x.", "Return twice x.\n\n    >>> double(2)\n    5\n    ")
    )
    return subprocess.run(
        [sys.executable, "-m", "autograder", "prove", "--runs", "4"],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(root / "cache")},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("problem", "remedy"),
    [
        ("toy.hints.md: ", "write three hints for each exercise"),
        (
            "a worked example of toy.py does not give what it says",
            "toy.py, line 9, in toy.double Failed example: double(2) Expected: 5 Got: 4",
        ),
        ("double: its checks give 60 points, course.toml says 50", "make them agree"),
        ("TestUnsteady::test_nothing_is_asked[5] is passed by an answer that returns None everywhere", "free="),
        ("TestUnsteady::test_refusal: no check of count_up that wants a value asks its probe", "ask a probe that good"),
        ("slip `return x + x` of double passes every check", "add a check on an input where it is wrong"),
        ("slip `return 2.001 * x` of double is off by only", "choose inputs where it is off by 100 times"),
        ("slip `list(range(n))` of count_up and slip `[*range(n)]` of count_up look alike", "keep one of them"),
        ("slip `list(range(n))` of count_up is not called by its sentence", "make it look unlike the other slips"),
        ("slip `list(range(1, n + 1)` of count_up does not even load", "SyntaxError"),
        ("test_is_mute fails with slip `list(range(n))` of count_up and does not say", "give the assert a message"),
        ("count_up: the picture 'what no check has asked' cannot be drawn", "ask what a check asks"),
        ("TestUnsteady::test_threads was passed, then failed in run 2", "make it deterministic"),
        ("TestUnsteady::test_seed was passed, then failed in run", "make it deterministic"),
        ("TestUnsteady::test_runs was passed, then failed in run", "make it deterministic"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_said_with_what_to_do(proved, problem, remedy):
    """Each in a line of its own, which goes on below itself."""
    lines = proved.stdout.replace("\n    ", " ").splitlines()

    assert [line for line in lines if problem in line and remedy in line], proved.stdout


def test_an_assignment_with_problems_is_not_proved(proved):
    """The exit status says so, for CI."""
    assert proved.returncode == 1
    assert proved.stderr == ""
