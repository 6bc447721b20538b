"""Observations as small data that can be compared and kept."""

import json
import math

import numpy
import pytest
import torch

from autograder.diagnosis.slips import agree
from autograder.examination.views import view
from autograder.sandbox.codec import encode
from autograder.sandbox.numbers import DTYPES
from autograder.sandbox.session import Observation

TORCH_DTYPES = [getattr(torch, name) for name, _ in DTYPES.values()]


def look(value):
    """Return the view of a value that a probe saw."""
    return view(Observation("saw", *encode(value)))


def look_at_error(kind, text):
    """Return the view of an exception that a library raised."""
    raised = {"types": [kind, "Exception"], "text": text, "direct": False, "code": "x = f(y)"}
    return view(Observation("raised", raised=raised))


@pytest.mark.parametrize(
    "value",
    [
        *(1, True, None, "a", 1.5, math.nan, [1, (2.0,)], numpy.ones(3), {1, 2}, torch.randn(9, 9)),
        *({"small": torch.zeros(3).to(dtype), "large": torch.zeros(99).to(dtype)} for dtype in TORCH_DTYPES),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_view_survives_json(value):
    """It is kept in a file, and must then agree with itself."""
    assert agree(json.loads(json.dumps(look(value))), look(value))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ([1], (1,)),
        (1.0, 1.01),
        (torch.zeros(2), torch.zeros(2, dtype=torch.float64)),
        (torch.zeros(2), torch.zeros(2, 1)),
        (torch.zeros(2), numpy.zeros(2, dtype="float32")),
        ({"a": 1}, {"b": 1}),
        (None, False),
        (math.nan, math.inf),
        ({1}, []),
    ],
    ids=str,
)
def test_what_is_different_looks_different(one, other):
    """Types, dtypes and shapes are part of what is seen."""
    assert not agree(look(one), look(other))


def test_rounding_does_not_make_two_views_differ():
    """Machines differ in the last digits."""
    assert agree(look(torch.tensor([1.0, 1e-9])), look(torch.tensor([1.000001, 0.0])))


def test_a_change_anywhere_in_a_large_tensor_is_likely_to_be_seen():
    """A view samples first, last and between."""
    tensor = torch.arange(1000.0)

    assert not agree(look(tensor), look(tensor + 1))
    assert not agree(look(tensor), look(torch.cat([tensor[:-1], torch.tensor([5.0])])))


def test_exceptions_are_told_apart_by_type_and_text():
    """Without the addresses in it, which differ from run to run."""
    texts = [f"<A object at 0x7f{n}> has no '{text}'" for n, text in ((1, "x"), (2, "x"), (1, "y"))]
    raised = [
        view(Observation("raised", raised={"types": ["ValueError"], "text": text, "direct": False, "code": None}))
        for text in texts
    ]

    assert raised[0] == raised[1]
    assert raised[0] != raised[2]


def test_a_death_looks_like_no_value():
    """Two deaths look alike."""
    assert view(Observation("crashed", detail="a")) == view(Observation("crashed", detail="b"))
    assert view(Observation("crashed")) != view(Observation("timed_out"))


@pytest.mark.parametrize(
    ("code", "direct", "alike"),
    [
        ("raise ValueError(message)", True, True),
        ("if not x: raise ValueError(message)", True, True),
        ("assert x.dim() == 3, message", True, True),
        ("x @ y", True, False),
        ("raise ValueError(message)", False, False),
    ],
)
def test_a_student_may_refuse_in_any_words(code, direct, alike):
    """What torch says tells two mistakes apart; what the student's own statement says does not."""
    one, other = (
        view(Observation("raised", raised={"types": ["ValueError"], "text": text, "direct": direct, "code": code}))
        for text in ("3 is too small", "4 must be positive")
    )

    assert agree(one, other) is alike


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("ValueError", "max() arg is an empty sequence", "max() iterable argument is empty"),
        ("RuntimeError", "mat1 and mat2 (3x400 and 25x120)", "addmm: mat1 and mat2 shapes (3x400 and 25x120)"),
        ("ZeroDivisionError", "float division by zero", "division by zero"),
        ("AttributeError", "'Net' object has no attribute 'fc'", "'Net' has no 'fc'"),
    ],
)
def test_a_view_holds_no_words_that_a_version_chooses(kind, one, other):
    """Tables of slips are made with one version and used with another."""
    assert agree(look_at_error(kind, one), look_at_error(kind, other))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("AttributeError", "'Net' object has no attribute 'fc1'", "'Net' object has no attribute 'fc2'"),
        ("RuntimeError", "mat1 and mat2 (240x5 and 400x120)", "mat1 and mat2 (80x5 and 400x120)"),
        ("RuntimeError", "a leaf Variable was changed in place", "grad needs a scalar output"),
        ("TypeError", "missing 1 argument", "missing 2 arguments"),
    ],
)
def test_exceptions_for_different_reasons_look_different(kind, one, other):
    """By what they name and count."""
    assert not agree(look_at_error(kind, one), look_at_error(kind, other))
