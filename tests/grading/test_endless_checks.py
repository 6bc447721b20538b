"""A check that does not come to an end with what came back: it costs that check, and no more."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from autograder.examination.found import Examination
from autograder.grading.judges import Judges
from autograder.results.check import Check
from autograder.sandbox import landlock
from autograder.submissions import Unit

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")

CHECKS = '''
import pytest, torch
from autograder.checks import exercise, points, probe


@exercise("double", forbids={"torch.optim": "it is not needed"})
class TestDouble:
    @probe
    def seen(student) -> int: return student.double(4)

    @points(30)
    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_ends(self, seen, most):
        """comes to an end, unless it gives {most}"""
        while seen == most: pass

    @points(30)
    def test_fits(self, seen):
        """fits into memory"""
        torch.zeros(seen << 33)
'''


@pytest.fixture(scope="module")
def judges(toy, tmp_path_factory) -> Iterator[Judges]:
    file = tmp_path_factory.mktemp("checks") / "test_endless.py"
    file.write_text(CHECKS)
    with Judges(replace(toy, limits=replace(toy.limits, check_seconds=1)), checks=[file]) as judges:
        yield judges


def double(judges: Judges, text: str) -> Examination:
    return judges.examine([Unit("toy.py", text)])


def statuses(checks: list[Check]) -> list[str]:
    return [check.status for check in checks]


def test_a_check_without_an_end_costs_that_check(judges):
    """The kernel ends the judge, and another one goes on."""
    checks = [one.check for one in double(judges, "def double(x): return 2").checks]

    assert statuses(checks) == ["passed", "timed_out", "passed", "failed"]
    assert "kept the check busy for too long" in checks[1].message


def test_a_check_that_asks_for_all_memory_costs_that_check(judges):
    """It fails as it would on a machine without so much."""
    last = double(judges, "def double(x): return 1 << 20").checks[-1].check

    assert last.status == "failed"
    assert "could not be used by the check" in last.message


def test_a_text_whose_names_cannot_be_read_in_time_earns_nothing(judges):
    """What cannot be searched must not be taken for what has nothing in it."""
    slow = "    a = b\n    b = a\n" * 30000

    checks = [one.check for one in double(judges, f"def double(x):\n{slow}    return 0\n").checks]

    assert statuses(checks) == ["timed_out"] * 4
    assert "too involved" in checks[0].message


def test_the_judge_is_as_good_as_new(judges):
    """Whoever comes next finds nothing of it."""
    assert statuses([one.check for one in double(judges, "def double(x): return 0").checks]) == ["passed"] * 4


def test_judges_that_were_replaced_leave_nothing_open(judges):
    """Else a class of hostile files uses up all descriptors that a process may have."""
    before = len(os.listdir("/proc/self/fd"))
    double(judges, "def double(x): return 2")

    assert len(os.listdir("/proc/self/fd")) <= before
