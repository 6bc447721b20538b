"""What may cross the wall, and how it arrives."""

from collections import Counter, OrderedDict
from typing import Any

import numpy
import pytest
import torch

from autograder.sandbox.codec import Thing, TooMuch, decode, encode
from autograder.sandbox.frames import HEAD, BrokenFrame, measure_frame, pack_frame, parse_message
from autograder.sandbox.numbers import DTYPES, Numbers
from autograder.sandbox.reader import parse_tensors


def cross(value: object) -> Any:
    """Send a value through a frame, as a sandbox does, and read it, as the judge does."""
    tree, body = encode(value)
    frame = pack_frame({"saw": tree}, body)
    json_length, _ = measure_frame(frame[: HEAD.size])
    frame = frame[HEAD.size :]
    return decode(parse_message(frame[:json_length])["saw"], parse_tensors(frame[json_length:]))


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(10**30), 1.5, "", "naïve \ud800", [], [1, [2.0]], (1,), {"a": 1, 2: (3,)}, {(1, 2): None}],
    ids=repr,
)
def test_plain_values_arrive_as_they_are(value):
    """Types and nesting survive, tuples as keys included."""
    assert cross(value) == value
    assert type(cross(value)) is type(value)


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_infinities_cross(value):
    """JSON has no word for them, so they have one of ours."""
    assert cross(value) == value


def test_nan_crosses():
    """It stays a nan."""
    assert cross(float("nan")) != cross(float("nan"))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (torch.Size([2, 3]), (2, 3)),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(a=1), {"a": 1}),
        (numpy.float64(2.5), 2.5),
    ],
)
def test_subclasses_arrive_as_what_they_are_kinds_of(value, plain):
    """A Size is a tuple, a Counter a dict, a NumPy float a float."""
    assert cross(value) == plain
    assert type(cross(value)) is type(plain)


@pytest.mark.parametrize("dtype", [getattr(torch, name) for name, _ in DTYPES.values()], ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3), (2, 3)])
def test_tensors_arrive_with_dtype_and_shape(dtype, shape):
    """Empty and 0-dimensional ones too."""
    tensor = torch.arange(6).resize_(shape).to(dtype)

    arrived = cross(tensor)

    assert arrived.dtype == dtype
    assert arrived.shape == shape
    assert torch.equal(arrived.flatten().view(torch.uint8), tensor.flatten().view(torch.uint8))


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x.t(),
        lambda x: x[:, ::2],
        lambda x: x[1:2, 3],
        lambda x: x[:1].expand(3, 4),
        lambda x: torch.nn.Parameter(x) * 2,
        lambda x: torch.complex(x, x + 1).conj(),
        lambda x: torch.complex(x, x + 1).conj().imag,
    ],
    ids=["transposed", "strided", "one of a column", "expanded", "requires grad", "conjugate", "negative"],
)
def test_views_arrive_with_their_values(view):
    """What is lazy or lies scattered in memory is worked out before it is sent."""
    tensor = view(torch.arange(12.0).reshape(3, 4)).detach()

    assert torch.equal(cross(tensor), tensor)


def test_tensors_that_share_memory_arrive_apart():
    """Nothing of the sharing crosses."""
    base = torch.zeros(3)

    first, second = cross([base, base[:2]])
    first += 1

    assert second.tolist() == [0, 0]


@pytest.mark.parametrize("kind", [*"?bBhHiIlLqQefd", ">f4", ">i8"])
def test_arrays_arrive_as_arrays(kind):
    """Every C type of whole and real numbers, in the byte order of this machine."""
    array = numpy.arange(6).reshape(2, 3).astype(kind)[:, ::2]

    arrived = cross(array)

    assert isinstance(arrived, numpy.ndarray)
    assert arrived.dtype == array.dtype.newbyteorder("=")
    assert numpy.array_equal(arrived, array)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (numpy.int64(3), "numpy.int64"),
        ({1, 2}, "set"),
        (torch.nn.Linear(1, 1), "torch.nn.modules.linear.Linear"),
        (torch.zeros(2, dtype=torch.complex128), "torch.Tensor"),
        (torch.zeros(2).to_sparse(), "torch.Tensor"),
        (torch.zeros(2, device="meta"), "torch.Tensor"),
        (torch.zeros(2, dtype=torch.float8_e8m0fnu), "torch.Tensor"),
        (torch.empty(2, dtype=torch.uint4), "torch.Tensor"),
        (numpy.array(["a"]), "numpy.ndarray"),
        (lambda: None, "function"),
    ],
    ids=["numpy integer", "set", "module", "complex128", "sparse", "meta", "float8_e8m0", "uint4", "texts", "function"],
)
def test_anything_else_arrives_as_a_thing_of_its_type(value, name):
    """A thing equals nothing that a check could compare it with."""
    assert cross(value) == Thing(name)


@pytest.mark.parametrize(
    "value",
    [torch.zeros(1).expand(10**11), [torch.zeros(5 << 20)] * 2, torch.zeros(1 << 24), ["x" * 10_001], 10**5000],
    ids=["a view of all memory", "many tensors", "one tensor", "a text", "a number"],
)
def test_what_is_too_large_is_refused_before_it_is_copied(value):
    """The limit is for all tensors of a value together, and for each text."""
    with pytest.raises(TooMuch, match="too large"):
        encode(value)


def test_deep_nesting_is_refused_on_both_sides():
    """Whatever walks through values must not run out of stack."""
    deep: list[Any] = []
    for _ in range(40):
        deep = [deep]

    with pytest.raises(TooMuch, match="nested"):
        encode(deep)
    with pytest.raises(BrokenFrame, match="nested"):
        decode(deep, {})


@pytest.mark.parametrize(
    "tree",
    [
        {"dict": [[{"dict": []}, 1]]},
        {"dict": [[1]]},
        {"dict": 7},
        {"tuple": 3},
        {"float": "1e999"},
        {"float": ["nan"]},
        {"tensor": "9"},
        {"tensor": ["0"]},
        {"array": "bf16"},
        {"thing": 1},
        {"lambda": "x"},
        {"tuple": [], "float": "nan"},
        {},
        "x" * 10_001,
    ],
    ids=lambda tree: str(tree)[:30],
)
def test_a_tree_that_encode_never_makes_is_refused(tree):
    """The other side may be hostile."""
    with pytest.raises(BrokenFrame):
        decode(tree, {"bf16": Numbers("BF16", (1,), bytes(2))})


@pytest.mark.parametrize("text", ["", "[]", "NaN", '{"a": Infinity}', "{", '{"a": %s}' % ("[" * 90000), "1" * 9000])
def test_a_message_that_is_no_strict_json_object_is_refused(text):
    """Literals that JSON does not know, and what would exhaust a parser, count as broken."""
    with pytest.raises(BrokenFrame):
        parse_message(text.encode())


@pytest.mark.parametrize("head", [(b"XXXX", 1, 1), (b"AGF1", 1 << 30, 0), (b"AGF1", 1, 1 << 60)])
def test_a_frame_is_measured_before_it_is_read(head):
    """A wrong beginning or an absurd length ends the conversation."""
    with pytest.raises(BrokenFrame):
        measure_frame(HEAD.pack(*head))


@pytest.mark.parametrize("value", [torch.ones(2, 3), numpy.ones((2, 3))], ids=["tensor", "array"])
def test_what_arrives_owns_its_numbers(value):
    arrived = cross(value)

    assert not (arrived._is_view() if isinstance(value, torch.Tensor) else arrived.base is not None)
