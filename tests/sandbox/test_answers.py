"""What a hostile process may answer, and what is read of it."""

import pytest
import torch
from frames import RAISED, UNITS

from autograder.sandbox.answers import read_raised, read_seen
from autograder.sandbox.codec import encode
from autograder.sandbox.frames import BrokenFrame


@pytest.mark.parametrize("field", ["line", "probe_line"])
@pytest.mark.parametrize("value", [True, 1.0, "1", [1]])
def test_a_line_is_a_whole_number(field, value):
    """True is none, though Python takes it for one."""
    with pytest.raises(BrokenFrame):
        read_raised({"raised": RAISED | {field: value}}, UNITS)


def test_the_code_of_a_line_is_what_stands_there():
    """The other side may say whatever it knows."""
    read = read_raised({"raised": RAISED | {"code": "secret = 3"}}, UNITS)

    assert read["code"] == "raise KeyError(x)"


@pytest.mark.parametrize("place", [{"unit": "secret"}, {"line": 99}, {"line": -1}])
def test_a_place_that_does_not_exist_is_not_told(place):
    """Neither a file's name nor a number leads out of the file."""
    read = read_raised({"raised": RAISED | place}, UNITS)

    assert (read["line"], read["code"]) == (None, None)


@pytest.mark.parametrize(
    "tree",
    [
        [{"tensor": "0"}] * 2,
        [0] * 50_001,
        {"dict": [[((1 << 61) - 1) * number, 0] for number in range(2_001)]},
    ],
    ids=["one tensor twice", "too many values", "too many keys"],
)
def test_small_frames_that_cost_much_are_refused(tree):
    """Bytes alone do not bound what a value takes."""
    with pytest.raises(BrokenFrame):
        read_seen({"saw": tree}, encode(torch.ones(2))[1])
