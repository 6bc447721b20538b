"""Hear of operations of torch, or withhold them, wherever they are carried out: past Python, in any mode or thread.

The notes stand before torch's own code for each operation that is listened to, so that all others cost nothing.
"""

import ctypes
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import torch
from torch._C import DispatchKey

from autograder.sandbox.refusals import make_refusing

Note = Callable[[str], object]


# Once it is let go, torch forgets what it was told.
_library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]


@cache
def listen(name: str, note: Note) -> None:
    """Let `note` be told the name of an operation, such as mse_loss, each time before it is carried out from now on.

    What torch does not have is never told.
    """
    for full in _list_overloads(name):
        for key in ("AutogradCPU", "CPU") if _is_composed(full) else ("CPU",):
            original = torch.library.get_kernel(full, key)
            with warnings.catch_warnings(action="ignore"):
                _library.impl(full, _tell_and_go_on(name, note, original), key, with_keyset=True)


def forget() -> None:
    """Let nobody be told any more: whom a student's code could ask holds torch's own code for what is listened to."""
    global _library
    listen.cache_clear()
    _library._destroy()
    _library = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]


def withhold(operation: str, name: str) -> None:
    """Let an operation raise for a forbidden name from now on: nothing that Python code can reach brings it back."""
    library = torch._C._dispatch_library("IMPL", "aten", "", __file__, 0)
    # Once nobody holds it, torch forgets what it was told; whom a student's code could ask must not hold it either.
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
    for full in _list_overloads(operation):
        # Other devices have the code of what is composed as well, and it would take tensors of this one.
        for key in ("CompositeImplicitAutograd", "AutogradCPU", "CPU") if _is_composed(full) else ("CPU",):
            with warnings.catch_warnings(action="ignore"):
                library.impl(full, key, make_refusing(name))


def _list_overloads(name: str) -> Iterator[str]:
    for overload in torch._C._jit_get_operation(f"aten::{name}")[1] or ():
        full = f"aten::{name}.{overload}".rstrip(".")
        # Scripts have operations of their own; others have no code for a processor.
        if torch._C._dispatch_has_kernel(full) and torch._C._dispatch_has_computed_kernel_for_dispatch_key(full, "CPU"):
            yield full


def _is_composed(full: str) -> bool:
    """Say whether an operation is made of others.

    It has no gradient of its own then, and comes by the key for processors where none can be asked for.
    """
    composed: bool = torch._C._dispatch_has_kernel_for_dispatch_key(full, DispatchKey.CompositeImplicitAutograd)
    return composed


def _tell_and_go_on(name: str, note: Note, original: Any) -> Callable[..., Any]:
    def kernel(keys: Any, *args: Any, **kwargs: Any) -> Any:
        note(name)
        return original.call_boxed(keys, *args, **kwargs)

    return kernel
