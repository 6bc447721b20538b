"""Tensor bytes that no honest process would write."""

import json
import struct
from typing import Any

import pytest
import safetensors.torch
import torch

from autograder.sandbox.frames import BrokenFrame
from autograder.sandbox.numbers import make_tensor
from autograder.sandbox.reader import parse_tensors


def write(header: Any, body: bytes = b"") -> bytes:
    """Return a buffer with this header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def entry(dtype: str = "F32", shape: Any = (1,), offsets: Any = (0, 4)) -> dict[str, Any]:
    """Return the header's entry of one tensor."""
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


def test_what_safetensors_writes_is_read():
    """Many dtypes in one buffer, empty tensors among them."""
    tensors = {
        "a": torch.randn(3, 4),
        "b": torch.zeros(2, 0),
        "c": torch.tensor([True, False]),
        "d": torch.tensor(7, dtype=torch.int64),
        "e": torch.randn(5).to(torch.bfloat16),
    }

    read = parse_tensors(safetensors.torch.save(tensors))

    assert read.keys() == tensors.keys()
    assert all(torch.equal(make_tensor(read[name]), tensor) for name, tensor in tensors.items())


def test_no_bytes_are_no_tensors():
    """A frame without tensors has none."""
    assert parse_tensors(b"") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 7,
        struct.pack("<Q", 1 << 60),
        struct.pack("<Q", 100) + b"{}",
        write(b"not json"),
        write(b"[" * 100_000),
        write([]),
        write({"a": 1}),
        write({"a": entry()}, b"\0" * 3),
        write({"a": entry()}, b"\0" * 5),
        write({"a": entry(offsets=(4, 8))}, b"\0" * 8),
        write({"a": entry(), "b": entry()}, b"\0" * 4),
        write({"a": entry(offsets=(-4, 0))}, b"\0" * 4),
        write({"a": entry(dtype="F31")}, b"\0" * 4),
        write({"a": entry(shape=(2,))}, b"\0" * 4),
        write({"a": entry(shape=(-1, -1))}, b"\0" * 4),
        write({"a": entry(shape=(1.0,))}, b"\0" * 4),
        write({"a": entry(shape=(True,))}, b"\0" * 4),
        write({"a": entry(shape=(1,) * 17)}, b"\0" * 4),
        write({"a": entry(shape=(0, 1 << 62), offsets=(0, 0))}),
        write({"a": entry(shape=(0, *[(1 << 31) - 1] * 3), offsets=(0, 0))}),
        write({"a": entry(shape=(0, (1 << 31) - 1), offsets=(0, 0))}),
        write({"a": entry(offsets=(False, 4))}, b"\0" * 4),
        write({"a": entry(dtype="BOOL", offsets=(0, 1))}, b"\x07"),
        write(b'{"a": %s, "a": %s}' % ((json.dumps(entry()).encode(),) * 2), b"\0" * 4),
        write({str(n): entry(shape=(0,), offsets=(0, 0)) for n in range(4097)}),
    ],
    ids=range(25),
)
def test_a_hostile_buffer_is_refused(data):
    """Lengths, offsets, shapes, dtypes, bools and keys are all looked at before a tensor exists."""
    with pytest.raises(BrokenFrame):
        parse_tensors(data)
