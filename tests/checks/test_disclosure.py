"""What students may read of their process's answers to hidden checks."""

import pytest
import torch

from autograder.checks.annotations import name_kind
from autograder.examination.disclosure import disclose, disclose_exception, disclose_text
from autograder.examination.display import show
from autograder.sandbox.codec import TOO_LARGE, Thing

SECRET = "x = 271828"


@pytest.mark.parametrize(
    "value",
    [SECRET, [SECRET], (1, (SECRET,)), {SECRET: 1}, {1: SECRET}, Thing(SECRET), Thing(f"torch.{SECRET}"), 10**300 + 7],
    ids=repr,
)
def test_nothing_that_the_process_chose_as_text_is_shown(value):
    """However deep it lies, and whatever it is called."""
    told = show(disclose(value)) + name_kind(disclose(value))

    assert "271828" not in told
    assert "0000007" not in told


@pytest.mark.parametrize("value", [None, True, 3, -1.5, [1, 2], (), {3: 1.0}, Thing("generator"), Thing(TOO_LARGE)])
def test_numbers_and_types_are_shown_as_they_are(value):
    """They say what went wrong."""
    assert show(disclose(value)) == show(value)


def test_types_of_libraries_are_named():
    """They were there before the student's code ran."""
    layer = Thing("torch.nn.modules.linear.Linear")

    assert disclose(layer) == layer
    assert torch.equal(disclose(torch.ones(2)), torch.ones(2))


def test_keys_that_are_expected_are_kept():
    """A student sees where the difference is."""
    assert disclose({"weight": 1, SECRET: 2}, {"weight": 3}) == {"weight": 1, "…": 2}


def test_an_exception_is_named_by_the_first_type_that_is_pythons_own():
    """A class's name is text like any other."""
    assert disclose_exception([SECRET, "KeyError", "LookupError"]) == "KeyError"
    assert disclose_exception([SECRET, "print"]) == "an exception"


@pytest.mark.parametrize(
    ("text", "told"), [("name 'wieght' is not defined", True), ("name 'x271828' is not defined", False)]
)
def test_an_exceptions_text_is_told_where_its_names_are_the_files(text, told):
    """The sentence about a misspelt name needs it."""
    assert disclose_text(text, ["def f(weight): return wieght"]) == (text if told else "")
