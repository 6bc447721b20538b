"""Arrays and tensors as they cross the wall: a dtype, a shape and bytes. torch is used where a process has it.

A course without torch neither installs nor imports it; before something has imported it, nothing can be a tensor.
"""

import sys
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy

# What safetensors calls each dtype that can cross: its name in torch and NumPy, and its bytes.
DTYPES = {
    "BOOL": ("bool", 1),
    "U8": ("uint8", 1),
    "I8": ("int8", 1),
    "U16": ("uint16", 2),
    "I16": ("int16", 2),
    "U32": ("uint32", 4),
    "I32": ("int32", 4),
    "U64": ("uint64", 8),
    "I64": ("int64", 8),
    "F8_E4M3": ("float8_e4m3fn", 1),
    "F8_E5M2": ("float8_e5m2", 1),
    "F16": ("float16", 2),
    "BF16": ("bfloat16", 2),
    "F32": ("float32", 4),
    "F64": ("float64", 8),
    "C64": ("complex64", 8),
}
CODES = {name: code for code, (name, _) in DTYPES.items()}


@dataclass(frozen=True)
class Numbers:
    """What a dense array or tensor holds; `dtype` is one of DTYPES."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


def find_torch() -> Any:
    """Return torch if this process has imported it, else None."""
    return sys.modules.get("torch")


def is_tensor(value: object) -> TypeGuard[Any]:
    """Return whether a value is a tensor."""
    torch = find_torch()
    return torch is not None and isinstance(value, torch.Tensor)


def name_dtype(value: Any) -> str:
    """Return the name of an array's or a tensor's dtype, such as float32."""
    return str(value.dtype).removeprefix("torch.")


def take_tensor(tensor: Any) -> Numbers:
    """Return a copy of what a dense tensor holds, wherever it lies."""
    torch = find_torch()
    # A lazy conjugate or negative view would be stored unconjugated.
    plain = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous().as_subclass(torch.Tensor)
    flat = torch.view_as_real(plain).flatten() if plain.is_complex() else plain.flatten()
    # A single entry counts as contiguous with any stride, which a view as bytes does not.
    data = flat.as_strided(flat.shape, (1,)).view(torch.uint8).numpy().tobytes() if flat.numel() else b""
    return Numbers(CODES[name_dtype(tensor)], tuple(tensor.shape), data)


def take_array(array: Any) -> Numbers:
    """Return a copy of what an array of NumPy's holds: byte order and the C name of a type are no part of it."""
    plain = numpy.dtype(f"={array.dtype.kind}{array.dtype.itemsize}")
    return Numbers(CODES[plain.name], array.shape, array.astype(plain, order="C").tobytes())


def make_tensor(numbers: Numbers) -> Any:
    """Return a tensor of its own; this process must have torch."""
    torch = find_torch()
    dtype = getattr(torch, DTYPES[numbers.dtype][0])
    if not numbers.data:
        return torch.empty(numbers.shape, dtype=dtype)
    # A view cannot be detached in place, as some answers do.
    return torch.frombuffer(bytearray(numbers.data), dtype=dtype).reshape(numbers.shape).clone()


def make_array(numbers: Numbers) -> Any:
    """Return an array of its own; raise TypeError for a dtype that NumPy does not have."""
    dtype = numpy.dtype(DTYPES[numbers.dtype][0])
    return numpy.frombuffer(numbers.data, dtype=dtype).reshape(numbers.shape).copy()
