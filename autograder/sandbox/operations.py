"""Hear of operations of torch wherever they are carried out: from Python or past it, in whatever mode or thread.

The notes stand before torch's own code for each operation that is listened to, so that all others cost nothing.
"""

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch._C import DispatchKey

Note = Callable[[str], object]


# Once it is let go, torch forgets what it was told.
_library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]


@cache
def listen(name: str, note: Note) -> None:
    """Let `note` be told the name of an operation, such as mse_loss, each time before it is carried out from now on.

    What torch does not have is never told.
    """
    for overload in torch._C._jit_get_operation(f"aten::{name}")[1] or ():
        full = f"aten::{name}.{overload}".rstrip(".")
        # Scripts have operations of their own; others have no code for a processor.
        if torch._C._dispatch_has_kernel(full) and torch._C._dispatch_has_computed_kernel_for_dispatch_key(full, "CPU"):
            _listen_to(name, full, note)


def _listen_to(name: str, full: str, note: Note) -> None:
    # What is made of others has no gradient of its own, and comes by the second way where none can be asked for.
    composed = torch._C._dispatch_has_kernel_for_dispatch_key(full, DispatchKey.CompositeImplicitAutograd)
    for key in ("AutogradCPU", "CPU") if composed else ("CPU",):
        original = torch.library.get_kernel(full, key)
        with warnings.catch_warnings(action="ignore"):
            _library.impl(full, _tell_and_go_on(name, note, original), key, with_keyset=True)


def _tell_and_go_on(name: str, note: Note, original: Any) -> Callable[..., Any]:
    def kernel(keys: Any, *args: Any, **kwargs: Any) -> Any:
        note(name)
        return original.call_boxed(keys, *args, **kwargs)

    return kernel
