"""An endless loop costs one check's time, is shown with its line, and is blamed on the exercise that it is in."""

import pytest

from autograder.course import need_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

LOOP = """import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, kernel_size=5):
        super().__init__()
        n = 0
        while True:
            try:
                n += 1
            except BaseException:
                pass

def count_parameters(model):
    Net()
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
"""


@pytest.fixture(scope="module")
def found(request):
    assignment = need_course(request.path).get("01_network")
    with Judges(assignment) as judges:
        # What a judge remembers of right answers must make no difference.
        judges.examine([Unit("network.py", assignment.path(".py").read_text())])
        return judges.examine([Unit("network.py", LOOP)]).checks


def of(found, exercise):
    return [one.check for one in found if one.exercise == exercise]


def test_the_line_is_shown(found):
    """In the first check that met it."""
    first = of(found, "Net")[0]

    assert first.status == "timed_out"
    assert "network.py, line " in first.message
    assert first.line in range(8, 13)


def test_the_other_checks_of_its_exercise_are_not_run(found):
    """They say so, and where."""
    others = of(found, "Net")[1:]

    assert all("Not run: a check before it had no end" in check.message for check in others)
    assert all("network.py, line " in check.message for check in others)


def test_an_exercise_that_needs_it_is_not_blamed(found):
    """It is told whose code has no end."""
    first = of(found, "count_parameters")[0]

    assert "in Net, which this check needs" in first.message


def test_it_is_waited_for_once_in_an_exercise(found):
    """All else took no time."""
    waited = [one.exercise for one in found if one.check.seconds > 0.5]

    assert len(waited) == len(set(waited)) >= 2
