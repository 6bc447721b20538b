"""A slip that is seen by one exception alone says of which code it speaks."""

import pytest

from autograder.author.prove.bounds import find_unbounded
from autograder.diagnosis.slips import SlipTable, SlipViews

RIGHT = {"a": {"saw": 1.5}, "b": {"saw": 2.5}, "refused": {"raised": "ValueError", "text": ""}}
STOPS = {"raised": "TypeError", "text": "float NoneType"}
OWN = {"raised": "ValueError", "text": ""}


@pytest.mark.parametrize(
    ("differs", "where", "count"),
    [
        ({"a": STOPS, "b": STOPS}, (), 1),
        ({"a": STOPS, "b": STOPS}, ("*",), 0),
        ({"a": STOPS, "b": {"saw": 0.5}}, (), 0),
        ({"a": OWN}, (), 0),
        ({"refused": STOPS}, (), 0),
    ],
    ids=["one exception", "bounded", "numbers too", "its own refusal", "a refusal by another"],
)
def test_an_exception_alone_needs_code_to_speak_of(differs, where, count):
    """Numbers tell programs apart; an exception has many reasons."""
    table = SlipTable(RIGHT, (SlipViews("f", "A gradient may be None.", differs, where),))

    assert len(find_unbounded(table)) == count
