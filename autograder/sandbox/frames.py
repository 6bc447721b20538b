"""Frames of bytes, in which questions and answers cross the wall. No pickle does.

A frame is `magic | length of JSON (u32) | length of tensors (u64) | JSON | safetensors`; what is in it, see `codec.py`.
"""

import json
import struct
from collections.abc import Callable
from typing import Any, NoReturn

HEAD = struct.Struct("<4sIQ")
MAGIC = b"AGF1"
MAX_JSON = 256 << 10
MAX_TENSORS = 32 << 20


class BrokenFrame(Exception):
    """The bytes are no frame that we would have written."""


def pack_frame(message: dict[str, Any], body: bytes = b"") -> bytes:
    """Return one frame; `body` is the safetensors that the message refers to."""
    head = json.dumps(message).encode()
    return HEAD.pack(MAGIC, len(head), len(body)) + head + body


def measure_frame(head: bytes, max_json: int = MAX_JSON, max_tensors: int = MAX_TENSORS) -> tuple[int, int]:
    """Return the lengths of JSON and tensors that a frame's head announces, before any of it is read."""
    magic, json_length, tensor_length = HEAD.unpack(head)
    if magic != MAGIC or json_length > max_json or tensor_length > max_tensors:
        raise BrokenFrame("a frame that is too large or none at all")
    return json_length, tensor_length


def parse_message(data: bytes) -> dict[str, Any]:
    """Read the JSON part of a frame strictly: an object in UTF-8, without NaN literals."""
    try:
        message = _strict.decode(data.decode())
    except (ValueError, RecursionError):
        raise BrokenFrame("no JSON") from None
    if not isinstance(message, dict):
        raise BrokenFrame("no JSON object")
    return message


def _refuse_constant(literal: str) -> NoReturn:
    raise BrokenFrame(f"the literal {literal} in JSON")


# Made once: json.loads would make one for every message.
_strict = json.JSONDecoder(parse_constant=_refuse_constant)


def read_frame(read: Callable[[int], bytes], max_json: int, max_tensors: int) -> tuple[dict[str, Any], bytes]:
    """Read one frame through `read(n)`, which returns at most n bytes; raise EOFError when the other side is gone."""

    def exactly(count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = read(min(1 << 20, count - len(data)))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    json_length, tensor_length = measure_frame(exactly(HEAD.size), max_json, max_tensors)
    return parse_message(exactly(json_length)), exactly(tensor_length)
