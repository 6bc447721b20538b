"""Read safetensors bytes that a hostile process may have written.

The safetensors library accepts duplicate keys, bool bytes other than 0 and 1, and absurd shapes; every such header
is refused here before a tensor exists.
"""

import json
import struct
from typing import Any

from autograder.sandbox.codec import MAX_ELEMENTS, MAX_TENSOR_COUNT, Tensors, count_elements
from autograder.sandbox.frames import BrokenFrame
from autograder.sandbox.numbers import DTYPES, Numbers

MAX_DIMENSIONS = 16
MAX_HEADER = 1 << 19


def parse_tensors(data: bytes) -> Tensors:
    """Return the tensors of a safetensors buffer; raise BrokenFrame unless it is exactly as our codec writes it."""
    if not data:
        return {}
    if len(data) < 8:
        raise BrokenFrame("tensors cut short")
    (header_length,) = struct.unpack_from("<Q", data)
    if header_length > MAX_HEADER or 8 + header_length > len(data):
        raise BrokenFrame("a tensor header that is too long")
    entries = _parse_header(data[8 : 8 + header_length])
    body = memoryview(data)[8 + header_length :]
    if sum(count_elements(shape) for _, shape, _, _ in entries.values()) > MAX_ELEMENTS:
        raise BrokenFrame("tensors of too many numbers")
    tensors: Tensors = {}
    end = 0
    for name, (dtype, shape, start, stop) in sorted(entries.items(), key=lambda entry: entry[1][2:]):
        count = 1
        for size in shape:
            count *= size
        if start != end or stop - start != count * DTYPES[dtype][1] or stop > len(body):
            raise BrokenFrame("tensors that overlap or leave gaps")
        raw = bytes(body[start:stop])
        if dtype == "BOOL" and raw.translate(None, b"\0\1"):
            raise BrokenFrame("a bool that is neither 0 nor 1")
        tensors[name] = Numbers(dtype, tuple(shape), raw)
        end = stop
    if end != len(body):
        raise BrokenFrame("bytes after the last tensor")
    return tensors


def _parse_header(raw: bytes) -> dict[str, tuple[str, list[int], int, int]]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise BrokenFrame("a key twice in a tensor header")
        return dict(pairs)

    try:
        header = json.loads(raw, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        raise BrokenFrame("a tensor header that is no JSON") from None
    if not isinstance(header, dict) or len(header) > MAX_TENSOR_COUNT:
        raise BrokenFrame("a tensor header of no known kind")
    return {name: _parse_entry(entry) for name, entry in header.items() if name != "__metadata__"}


def _parse_entry(entry: Any) -> tuple[str, list[int], int, int]:
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [start, stop]}:
            # A bool is an int to a pattern, and to a comparison.
            sizes_are_sane = all(type(size) is int and 0 <= size < 1 << 31 for size in (*shape, start, stop))
            if dtype in DTYPES and len(shape) <= MAX_DIMENSIONS and sizes_are_sane and start <= stop:
                return dtype, shape, start, stop
    raise BrokenFrame("a tensor of no known dtype or shape")
