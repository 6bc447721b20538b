"""Values as what frames hold (see `frames.py`): a JSON tree for what is plain, safetensors for numbers."""

import json
import math
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy

from autograder.sandbox.frames import MAX_JSON, MAX_TENSORS, BrokenFrame
from autograder.sandbox.numbers import (
    DTYPES,
    Numbers,
    find_torch,
    is_tensor,
    make_array,
    make_tensor,
    name_dtype,
    take_array,
    take_tensor,
)

MAX_DEPTH = 32
# What shows how two texts differ takes minutes for long ones.
MAX_TEXT = 10_000
MAX_BITS = 4096
# Small as they are, each costs whoever looks at it time and memory: rows of empty tensors, keys that all hash alike.
MAX_PARTS = 50_000
MAX_KEYS = 2_000
MAX_ELEMENTS = 1 << 23
MAX_TENSOR_COUNT = 4096
TOO_DEEP = f"value nested too deeply to be looked at: at most {MAX_DEPTH} levels"
TOO_MANY = (
    f"value too large to be looked at: at most {MAX_PARTS} values in lists and dicts, {MAX_KEYS} keys, "
    f"{MAX_TENSOR_COUNT} tensors of {MAX_ELEMENTS} numbers"
)
TOO_LARGE = (
    f"value too large to be looked at: at most {MAX_TENSORS >> 20} MB of tensors, "
    f"{MAX_TEXT} characters in a text, {MAX_JSON >> 10} kB in all"
)

TENSOR_TYPES = {name for name, _ in DTYPES.values()}

Tensors = dict[str, Numbers]


class TooMuch(Exception):
    """The value is larger or deeper than may cross; the text says so in words that follow "a"."""


@dataclass(frozen=True)
class Thing:
    """Stand for a value that cannot cross: it equals nothing but itself and prints as its type."""

    type: str

    def __str__(self) -> str:
        return f"a {self.type}"


def encode(value: object) -> tuple[Any, bytes]:
    """Return value as a JSON tree and, as safetensors, the tensors that it refers to; without any, no bytes.

    What is neither a plain value nor a dense tensor is described by its type (see `Thing`). Raise TooMuch for what is
    too large or nested too deeply.
    """
    tensors: Tensors = {}
    room = _Room()

    def keep(take: Callable[[Any], Numbers], value: Any, size: int) -> str:
        # Before it is copied: an expanded view may claim more than all memory.
        room.take(bytes=size, elements=count_elements(value.shape))
        if len(tensors) == MAX_TENSOR_COUNT:
            raise TooMuch(TOO_MANY)
        tensors[str(len(tensors))] = take(value)
        return str(len(tensors) - 1)

    def tree(value: object, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise TooMuch(TOO_DEEP)
        room.take(parts=1, keys=len(value) if isinstance(value, dict) else 0)
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise TooMuch(TOO_LARGE)
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, int):
            if value.bit_length() > MAX_BITS:
                raise TooMuch(TOO_LARGE)
            return int(value)
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else {"float": repr(float(value))}
        if isinstance(value, list):
            return [tree(item, depth + 1) for item in value]
        if isinstance(value, tuple):
            return {"tuple": [tree(item, depth + 1) for item in value]}
        if isinstance(value, dict):
            return {"dict": [[tree(key, depth + 1), tree(item, depth + 1)] for key, item in value.items()]}
        if is_tensor(value) and _can_be_stored(value):
            return {"tensor": keep(take_tensor, value, value.numel() * value.element_size())}
        if isinstance(value, numpy.ndarray) and value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
            return {"array": keep(take_array, value, value.nbytes)}
        if isinstance(value, Thing):
            return {"thing": value.type}
        return {"thing": _name_type(type(value))}

    return tree(value, 0), pack_tensors(tensors)


def decode(tree: Any, tensors: Tensors) -> Any:
    """Undo `encode`; every call builds fresh tensors. Raise BrokenFrame for a tree that encode never makes."""
    try:
        return _Decoder(tensors).decode(tree, 0)
    except TooMuch as reason:
        raise BrokenFrame(str(reason)) from None


class _Decoder:
    """Decode one tree; whatever it may hold only so much of is counted over all of it."""

    def __init__(self, tensors: Tensors) -> None:
        self._unused = dict(tensors)
        self._room = _Room()

    def decode(self, tree: Any, depth: int) -> Any:
        self._room.take(parts=1)
        kind = type(tree)
        if (kind is str and len(tree) > MAX_TEXT) or (kind is int and tree.bit_length() > MAX_BITS):
            raise BrokenFrame("a text or a number that is too long")
        if kind is float and not math.isfinite(tree):
            raise BrokenFrame("a number that JSON has no word for")
        if tree is None or kind in (bool, int, float, str):
            return tree
        # Whatever walks through values later goes as deep, and must not run out of stack.
        if depth > MAX_DEPTH:
            raise BrokenFrame("a value that is nested too deeply")
        if kind is list:
            return [self.decode(item, depth + 1) for item in tree]
        if kind is dict and len(tree) == 1:
            ((word, body),) = tree.items()
            return self._decode_word(word, body, depth)
        raise BrokenFrame("a value of no known kind")

    def _decode_word(self, word: str, body: Any, depth: int) -> Any:
        match word, body:
            case "float", "nan" | "inf" | "-inf":
                return float(body)
            case "tuple", list():
                return tuple(self.decode(item, depth + 1) for item in body)
            case "dict", list():
                return self._decode_dict(body, depth)
            case "tensor", str():
                numbers = self._take(body)
                return make_tensor(numbers) if find_torch() else Thing("torch.Tensor")
            case "array", str():
                return _to_array(self._take(body))
            case "thing", str():
                return Thing(body[:200])
        raise BrokenFrame("a value of no known kind")

    def _decode_dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        self._room.take(keys=len(pairs))
        try:
            return {self.decode(key, depth + 1): self.decode(item, depth + 1) for key, item in pairs}
        # No pair, or a key that cannot be one.
        except (TypeError, ValueError):
            raise BrokenFrame("a dict of no known kind") from None

    def _take(self, name: str) -> Numbers:
        # Each tensor that encode writes stands in one place: many references to one would be as many copies.
        if name not in self._unused:
            raise BrokenFrame("a tensor that is not there, or not any more")
        return self._unused.pop(name)


def _to_array(numbers: Numbers) -> Any:
    try:
        return make_array(numbers)
    # Of a kind that NumPy does not have.
    except TypeError:
        raise BrokenFrame("an array of no known kind") from None


class _Room:
    """Count what a value holds; raise TooMuch when that is more than may cross."""

    def __init__(self) -> None:
        self._bytes = self._elements = self._parts = self._keys = 0

    def take(self, *, bytes: int = 0, elements: int = 0, parts: int = 0, keys: int = 0) -> None:
        self._bytes += bytes
        self._elements += elements
        self._parts += parts
        self._keys += keys
        if self._bytes > MAX_TENSORS:
            raise TooMuch(TOO_LARGE)
        if self._elements > MAX_ELEMENTS or self._parts > MAX_PARTS or self._keys > MAX_KEYS:
            raise TooMuch(TOO_MANY)


def count_elements(shape: Iterable[int]) -> int:
    """Return how many numbers a tensor holds, and of an empty one how many places for them: 1000 for (1000, 0)."""
    return math.prod(max(size, 1) for size in shape)


def pack_tensors(tensors: Tensors) -> bytes:
    """Return tensors as safetensors; nothing where there are none."""
    if not tensors:
        return b""
    header, end = {}, 0
    for name, each in tensors.items():
        offsets = [end, end + len(each.data)]
        header[name] = {"dtype": each.dtype, "shape": list(each.shape), "data_offsets": offsets}
        end = offsets[1]
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"".join([struct.pack("<Q", len(head)), head, *(each.data for each in tensors.values())])


def _can_be_stored(tensor: Any) -> bool:
    is_dense = tensor.layout is find_torch().strided and tensor.device.type != "meta"
    return is_dense and name_dtype(tensor) in TENSOR_TYPES


def _name_type(kind: type) -> str:
    module = getattr(kind, "__module__", "")
    # A student's module was not imported from anywhere, and its name in front of a type would say nothing to them.
    was_imported = isinstance(module, str) and getattr(sys.modules.get(module), "__spec__", None) is not None
    return f"{module}.{kind.__qualname__}" if was_imported and module != "builtins" else kind.__qualname__
