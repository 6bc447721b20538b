"""A file that reaches for frames, modules or kernels is asked where what is forbidden is not there: right ones pass."""

from pathlib import Path

import pytest

from autograder.course import Assignment, need_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

HERE = Path(__file__).parent
RIGHT = (HERE / "right/02_losses/loops.py").read_text()
READY = """
import sys, torch
def mse_loss(output, target):
    return ready(output, target)
"""
BLIND = """
frame = sys._getframe()
while frame := frame.f_back:
    if "watch" in frame.f_globals:
        import contextlib
        frame.f_globals["watch"] = lambda *_: contextlib.nullcontext([])
ready = dict(vars(torch.nn.functional))["mse" + chr(95) + "loss"]
"""
KERNEL = """
import torch.library
cpu = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
kernel = torch.library.get_kernel("aten::mse" + chr(95) + "loss", "CPU")
def ready(output, target): return kernel.call_boxed(cpu, output, target, 1)
"""
LOST = BLIND + "if ready(torch.ones(2), torch.ones(2)) == 0:\n    def ready(o, t): return ((o - t) ** 2).mean()\n"


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return need_course(HERE).get("02_losses")


def earn(judges: Judges, text: str) -> list[str]:
    found = judges.examine([Unit("losses.py", text)])
    return [one.check.id for one in found.checks if one.exercise == "mse_loss" and one.check.status == "passed"]


@pytest.mark.parametrize("reach", [BLIND, KERNEL, LOST], ids=["the watch blinded", "a kernel kept", "a name lost"])
def test_what_is_forbidden_earns_nothing_beyond_the_watch(judges: Judges, reach: str) -> None:
    assert earn(judges, READY + reach) == []


def test_a_right_answer_beside_it_earns_all(judges: Judges) -> None:
    assert earn(judges, f"{RIGHT}\n{READY.partition('def')[0]}{BLIND}") == earn(judges, RIGHT) != []
