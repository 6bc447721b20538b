"""Values as a student reads them."""

import math

import numpy
import pytest
import torch

from autograder.checks.closeness import find_place
from autograder.examination.display import align, count_numbers, show, show_both
from autograder.sandbox.codec import Thing
from autograder.sandbox.numbers import DTYPES


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (2.0, "2.0"),
        (1 / 3, "0.3333333"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (1e30, "1e+30"),
        ("a\nb", "'a\\nb'"),
        (None, "None"),
        (True, "True"),
        ([], "[]"),
        ((1,), "(1,)"),
        ([1.5, "a"], "[1.5, 'a']"),
        ({"a": 1, 2: None}, "{'a': 1, 2: None}"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 20 in all]"),
        (torch.tensor([1.0, 2.0]), "tensor([1., 2.])"),
        (torch.zeros(3, 5), "tensor of shape (3, 5)"),
        (torch.zeros(13, dtype=torch.int64), "tensor of int64 of shape (13,)"),
        (torch.zeros(0, 5), "tensor of shape (0, 5)"),
        (numpy.zeros((20, 2), dtype="float32"), "array of shape (20, 2)"),
        (Thing("set"), "a set"),
        ({"a": torch.zeros(13), "b": torch.zeros(13)}, "{'a': tensor of shape (13,), 'b': tensor of shape (13,)}"),
        ([torch.zeros(2, 2)], "[tensor([[0., 0.], [0., 0.]])]"),
        ([(torch.ones(9), 5)] * 2, f"[({torch.ones(9)}, 5),\n ({torch.ones(9)}, 5)]"),
        ({"a": torch.ones(9), "b": 5}, f"{{'a': {torch.ones(9)}, 'b': 5}}"),
        ({"a": torch.ones(9), "b": torch.ones(9)}, f"{{'a': {torch.ones(9)},\n 'b': {torch.ones(9)}}}"),
        ([torch.ones(5, 1)] * 3, f"a list of 3, the first:\n{torch.ones(5, 1)}"),
        (torch.zeros(2, 1, 1, 2), "tensor([[[[0., 0.]]],\n        [[[0., 0.]]]])"),
    ],
    ids=str,
)
def test_values_are_shown_briefly(value, shown):
    """Whole when small, else by kind and shape."""
    assert show(value) == shown


@pytest.mark.parametrize(
    "value",
    ["x" * 10**5, 10**4000, [["x" * 500] * 9] * 9, {"k" * 10**5: 1}, dict.fromkeys(range(999), "x" * 99)],
    ids=["text", "number", "lists", "key", "dict"],
)
def test_nothing_is_shown_at_length(value):
    """A student's answer may be anything."""
    assert len(show(value)) < 1000


@pytest.mark.parametrize("dtype", [getattr(torch, name) for name, _ in DTYPES.values()], ids=str)
def test_every_dtype_can_be_shown(dtype):
    """Small and large tensors of it, and where two of them differ."""
    small, large = torch.zeros(3).to(dtype), torch.zeros(2, 20).to(dtype)

    assert "tensor" in show(small)
    assert "(2, 20)" in show(large)
    assert "(2, 20)" in show_both(large, large, "[1, 3]")[1]


def test_large_tensors_are_compared_at_the_worst_place():
    """Both sides there."""
    right, seen = torch.zeros(4, 5), torch.zeros(4, 5)
    seen[2, 3] = 7

    assert show_both(seen, right, "[2, 3]") == (
        "tensor of shape (4, 5), at [2, 3]: 0.0",
        "tensor of shape (4, 5), at [2, 3]: 7.0",
    )


def test_the_rows_of_a_small_tensor_stand_below_each_other_behind_the_place():
    zeros, ones = (", ".join([text] * 6) for text in ("0.", "1."))

    assert show_both({"w": torch.ones(2, 6)}, {"w": torch.zeros(2, 6)}, "['w'][0, 0]") == (
        f"w: tensor([[{zeros}],\n           [{zeros}]])",
        f"w: tensor([[{ones}],\n           [{ones}]])",
    )


def test_another_dtype_is_named_on_both_sides():
    """Numbers alone would look alike."""
    expected, yours = show_both(torch.zeros(2, dtype=torch.float64), torch.zeros(2), "has another dtype")

    assert "float32" in expected
    assert "float64" in yours


def test_the_place_in_a_list_is_named_where_one_would_have_to_look_for_it():
    """Beside the student's own."""
    assert show_both([1, 2], [1, 3], "[1]") == ("[1, 3]", "[1, 2]")
    assert show_both([1, 2, 3, 4, 0], [1, 2, 3, 4, 5], "[4]")[1] == "[1, 2, 3, 4, 0]   (differs at [4])"


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        ([1.0], "[1.0]   (1 entry, not 2)"),
        (numpy.array([1.0, 2.0]), "array([1., 2.])   (a NumPy array, not a list)"),
        (Thing("deque"), "a deque   (a deque, not a list)"),
    ],
    ids=str,
)
def test_another_container_is_called_what_it_is(seen, shown):
    """The same numbers in it are no other length."""
    assert show_both(seen, [1.0, 2.0], find_place(seen, [1.0, 2.0]))[1] == shown


@pytest.mark.parametrize(
    ("value", "numbers"),
    [(3, 1), ([1, (2, 3)], 3), ({"a": torch.zeros(4, 5)}, 20), (torch.zeros(0, 5), 1000), ([], 0)],
    ids=str,
)
def test_numbers_are_counted_however_deep(value, numbers):
    """An empty tensor counts as many: it shows an edge."""
    assert count_numbers(value) == numbers


def test_of_a_long_dict_only_the_place_is_shown():
    """However deep it is."""
    right = {"weights": [torch.zeros(2), torch.zeros(5, 4)], "losses": [0.125] * 9}
    seen = {"weights": [torch.zeros(2), torch.ones(5, 4)], "losses": [0.125] * 9}

    assert show_both(seen, right, "['weights'][1][0, 0]") == (
        "weights[1]: tensor of shape (5, 4), at [0, 0]: 0.0",
        "weights[1]: tensor of shape (5, 4), at [0, 0]: 1.0",
    )


def test_a_missing_entry_is_named():
    """There is no place to show."""
    right = dict.fromkeys(("first_entry", "second_entry", "third_entry", "fourth_entry"), 1.0)
    seen = {"first_entry": 1.0}

    assert show_both(seen, right, "'second_entry' is missing")[1].endswith("   ('second_entry' is missing)")


def test_labels_are_aligned():
    """Texts of several lines keep their margin."""
    assert align({"x": "1", "expected": "a\nb"}) == "x         1\nexpected  a\n          b"
    assert align({}) == ""
