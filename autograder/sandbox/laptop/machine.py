"""The machine: no GPU, no network, no other programs; loaders work without helpers, and nothing is compiled.

None of this protects anything: it lets honest code fail, or go on, as at home. What protects is the lockdown.
"""

import functools
import inspect
import io
import os
import socket
import subprocess
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox.numbers import find_torch

WORKERS_SETTINGS = ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout")


def furnish_machine() -> None:
    """Replace what would reach for a GPU, a network, another process or a compiler."""
    socket.getaddrinfo = _find_no_host
    subprocess.Popen = FailedProgram  # type: ignore[assignment, misc]
    os.system = _fail_at_once
    if torch := find_torch():
        _furnish_torch(torch)


class FailedProgram:
    """A program of `subprocess` that has ended at once, without success, as pip does without a network."""

    returncode, pid, stdin = 1, 0, None

    def __init__(self, args: Any, *_: object, stdout: int | None = None, stderr: int | None = None, **how: Any) -> None:
        self.args = args
        is_text = any(how.get(name) for name in ("text", "universal_newlines", "encoding", "errors"))
        self.stdout, self.stderr = (
            (io.StringIO() if is_text else io.BytesIO()) if end == subprocess.PIPE else None for end in (stdout, stderr)
        )

    def __class_getitem__(cls, _: object) -> type:
        return cls

    def __enter__(self) -> "FailedProgram":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def communicate(self, *_: object, **__: object) -> tuple[str | bytes | None, str | bytes | None]:
        out, errors = (None if end is None else end.read() for end in (self.stdout, self.stderr))
        return out, errors

    def wait(self, *_: object, **__: object) -> int:
        return self.returncode

    poll = kill = terminate = send_signal = wait


def _fail_at_once(command: object) -> int:
    return 1 if os.name == "nt" else 1 << 8


def _find_no_host(*_: object, **__: object) -> NoReturn:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def _furnish_torch(torch: Any) -> None:
    from torch.utils.data import DataLoader

    DataLoader.__init__ = _without_workers(DataLoader.__init__)  # type: ignore[method-assign]
    torch.compile = _leave_as_is
    torch.nn.Module.compile = _compile_nothing
    # The server and the worker are started without CUDA devices; only a Mac has another kind.
    torch.backends.mps.is_available = _no
    if hasattr(torch, "accelerator"):
        torch.accelerator.is_available = _no
        torch.accelerator.current_accelerator = _none


def _without_workers(original: Callable[..., None]) -> Callable[..., None]:
    signature = inspect.signature(original)

    @functools.wraps(original)
    def init(*args: Any, **kwargs: Any) -> None:
        given = signature.bind(*args, **kwargs)
        if given.arguments.get("num_workers"):
            for name in WORKERS_SETTINGS:
                given.arguments.pop(name, None)
        original(*given.args, **given.kwargs)

    return init


def _leave_as_is(model: Any = None, **_: object) -> Any:
    return model if model is not None else lambda function: function


def _compile_nothing(*_: object, **__: object) -> None:
    return


def _no(*_: object, **__: object) -> bool:
    return False


def _none(*_: object, **__: object) -> None:
    return None
