"""Run one probe on the student's module and describe what happened."""

import __future__

import functools
import random
import traceback
import types
from typing import Any

import numpy

from autograder.sandbox.numbers import find_torch
from autograder.sandbox.pristine import make_namespace

PROBE_FILE = "<probe>"
MOST_TYPES = 64


def observe(module: types.ModuleType, units: set[str], source: str, name: str, given: dict[str, Any], seed: int) -> Any:
    """Return what the probe `name` of `source` returns for the student's module and the given inputs."""
    namespace = make_namespace()
    exec(_compile(source), namespace)
    _reset(find_torch(), seed)
    return namespace[name](module, **given)


@functools.cache
def _compile(source: str) -> types.CodeType:
    # The wall checks the return annotation; here it may name what exists only in the check file.
    code: types.CodeType = compile(source, PROBE_FILE, "exec", __future__.annotations.compiler_flag, dont_inherit=True)
    return code


def describe_exception(error: BaseException, units: set[str], module: types.ModuleType | None = None) -> dict[str, Any]:
    """Return an exception as plain data: its types, text, and the innermost line of the student's own file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename in units]
    probe = [frame for frame in frames if frame.filename == PROBE_FILE]
    missing = isinstance(error, AttributeError) and error.obj is module and module is not None and not own
    return {
        "types": [kind.__name__[:200] for kind in type(error).__mro__[:MOST_TYPES]],
        "text": _describe_text(error),
        "unit": own[-1].filename if own else None,
        "line": own[-1].lineno if own else None,
        "code": (own[-1].line or "")[:200] if own else None,
        "probe_line": probe[-1].lineno if probe else None,
        # Raised by the student's own statement, not somewhere inside a library that it called.
        "direct": bool(frames) and frames[-1].filename in units,
        "missing": (error.name or "")[:200] if missing and isinstance(error, AttributeError) else None,
    }


def _describe_text(error: BaseException) -> str:
    try:
        text = str(error)
        if isinstance(error, ImportError):
            # Where the library lies on the machine that grades says nothing to the student.
            text = text.replace(f" ({error.path or 'unknown location'})", "")
        return text[:2000]
    # __str__ is the student's code and may raise anything.
    except BaseException:
        return "(its text could not be read)"


def _reset(torch: Any, seed: int) -> None:
    """Give every probe the same start: a student's module-level code may have changed global switches."""
    random.seed(seed)
    numpy.random.seed(seed)
    if torch:
        # Not torch.manual_seed, which takes milliseconds to note for every kind of device that it was called.
        torch.default_generator.manual_seed(seed)
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
