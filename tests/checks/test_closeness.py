"""What counts as close: dtype and shape before values, and nothing by accident."""

import math

import numpy
import pytest
import torch

from autograder.checks import assert_close
from autograder.checks.closeness import Mismatch

NAN, INF = math.nan, math.inf


def differ(seen, right, **tolerances):
    """Return the mismatch of two values, or None."""
    try:
        assert_close(seen, right, **tolerances)
    except Mismatch as mismatch:
        return mismatch
    return None


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        (torch.tensor([1.00001]), torch.tensor([1.0])),
        (torch.tensor([NAN, INF, -INF]), torch.tensor([NAN, INF, -INF])),
        (torch.empty(0, 5), torch.empty(0, 5)),
        (torch.tensor(3), torch.tensor(3)),
        (torch.tensor([True]), torch.tensor([True])),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 2j])),
        (torch.tensor([1.0]), torch.nn.Parameter(torch.tensor([1.0]))),
        (numpy.array([1.0]), numpy.array([1.0])),
        (1.0000001, 1.0),
        (1, 1.0),
        (NAN, NAN),
        (INF, INF),
        ("a", "a"),
        (None, None),
        ([1.0, (2.0, {"a": torch.zeros(2)})], [1.0, (2.0, {"a": torch.zeros(2)})]),
        ((1.0, 2.0), [1.0, 2.0]),
    ],
    ids=str,
)
def test_close(seen, right):
    """Equal up to the tolerance, whatever it is made of."""
    assert differ(seen, right) is None


@pytest.mark.parametrize(
    ("seen", "right", "where"),
    [
        (torch.empty(0, 5), torch.zeros(1, 5), "has another shape"),
        (torch.tensor(3.0), torch.tensor([3.0]), "has another shape"),
        (torch.tensor([3.0]), torch.tensor([3.0, 3.0]), "has another shape"),
        (torch.zeros(2, dtype=torch.float64), torch.zeros(2), "has another dtype"),
        (torch.zeros(2, dtype=torch.int64), torch.zeros(2), "has another dtype"),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), "[1]"),
        (torch.tensor([[1.0, 2.0], [5.0, 4.0]]), torch.tensor([[1.0, 2.5], [3.0, 4.0]]), "[1, 0]"),
        (torch.tensor([NAN]), torch.tensor([1.0]), "[0]"),
        (torch.tensor([1.0]), torch.tensor([NAN]), "[0]"),
        (torch.tensor([INF]), torch.tensor([-INF]), "[0]"),
        (torch.tensor([1.0]), torch.tensor([INF]), "[0]"),
        (numpy.zeros(2), torch.zeros(2, dtype=torch.float64), ""),
        ([0.0, 0.0], torch.zeros(2), ""),
        (None, torch.zeros(2), ""),
        (1.1, 1.0, ""),
        (True, 1.0, ""),
        ("1.0", 1.0, ""),
        pytest.param(10**400, 1.0, "", id="more digits than a float has"),
        (1.0, 1, ""),
        (True, 1, ""),
        ([1.0], [1.0, 2.0], "has 1 entry, not 2"),
        ([1.0, 5.0], [1.0, 2.0], "[1]"),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, "'b' is missing"),
        ({"a": 1.0, "c": 1.0}, {"a": 1.0}, "'c' is too much"),
        ({"a": [1.0, 5.0]}, {"a": [1.0, 2.0]}, "['a'][1]"),
        ([1.0], {"a": 1.0}, "is a list, not a dict"),
    ],
    ids=str,
)
def test_not_close(seen, right, where):
    """The mismatch names the place."""
    assert differ(seen, right).where == where


def test_tolerances_are_relative_and_absolute():
    """|seen - right| <= atol + rtol * |right|."""
    assert differ(101.0, 100.0, rtol=0.0, atol=1.0) is None
    assert differ(101.0, 100.0, rtol=0.01, atol=0.0) is None
    assert differ(101.0, 100.0, rtol=0.009, atol=0.0) is not None


def test_the_excess_counts_allowed_differences():
    """A slip must be off by many of them."""
    assert differ(torch.tensor([1.0, 3.0]), torch.tensor([1.0, 2.0]), rtol=0.0, atol=0.01).excess == pytest.approx(100)
    assert differ(torch.zeros(1), torch.zeros(2)).excess == INF


def test_both_sides_are_kept_for_the_report():
    """A report shows what was seen and what is right."""
    mismatch = differ(1.5, 2.5)

    assert (mismatch.seen, mismatch.right) == (1.5, 2.5)
