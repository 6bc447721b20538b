"""What an author adds to an exercise to learn whether its answers would run on a GPU, where there is none."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import pytest

from autograder.checks.annotations import understand_annotation
from autograder.checks.crossing import PROBE, collect_texts
from autograder.checks.probes import Probe

_MARK = "__device_trial__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


def on_device(function: _Function) -> _Function:
    """Let a method of a class of checks say how its exercise is used on another device: `(student, device)`.

    It follows the rules of a probe, makes all that it hands to the student's code on `device`, and returns nothing. It
    is no check and has no points: where it stops as it would on a GPU, the record gets a note. Raise pytest.UsageError,
    with the remedy, for a function that cannot cross the wall.
    """
    name = function.__name__
    code = function.__code__
    if code.co_varnames[: code.co_argcount] != ("student", "device"):
        raise pytest.UsageError(f"device trial {name}: its parameters are `student` and `device`, and no others.")
    source = "\n".join(collect_texts(function, f"device trial {name}", PROBE).values()) + _TRIAL
    function.__dict__[_MARK] = Probe(name, source, (), False, understand_annotation(dict, name))
    return function


def trial_of(item: pytest.Item) -> Probe | None:
    """Return the device trial beside a check, a probe without inputs; None if its class has none."""
    owner = getattr(item, "cls", None)
    return None if owner is None else _find_trial(owner)


# Once a class: it is looked for beside every check, of every submission.
@cache
def _find_trial(owner: type) -> Probe | None:
    members = (getattr(owner, name, None) for name in dir(owner))
    return next((made for member in members if (made := getattr(member, _MARK, None)) is not None), None)


# torch's meta device knows shapes and no numbers. It refuses to mix devices, and whatever needs numbers, which CUDA
# has. So only the first counts, and only where each side has dimensions: a tensor of a single number may stay on the
# CPU, unless something is added to it in place. Where CUDA refuses and meta does not, the trial does.
_TRIAL = """
use = probe


def probe(student):
    import os
    import traceback

    from torch.overrides import TorchFunctionMode

    def is_on(value, device):
        return isinstance(value, torch.Tensor) and value.device.type == device and value.dim() > 0

    def find_refused(function, args):
        name, first = getattr(function, "__name__", ""), args[:1]
        others = [each for one in args[1:] for each in (one if isinstance(one, (tuple, list)) else [one])]
        tensors = [one for one in (*first, *others) if isinstance(one, torch.Tensor)]
        if name in adding and first and first[0].device.type == "cpu" and any(one.is_meta for one in tensors):
            return [first[0]]
        if name == "__getitem__" and is_on(first[0], "cpu") and any(is_on(one, "meta") for one in others):
            return [first[0]]
        if name in products and any(is_on(one, "meta") for one in tensors):
            return [one for one in tensors if is_on(one, "cpu")]
        return []

    class Watch(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            if refused := find_refused(function, args):
                error = RuntimeError("tensors on two devices")
                causes.append((error, "mixed", refused))
                raise error
            try:
                return function(*args, **(kwargs or {}))
            except (RuntimeError, TypeError) as error:
                given = [*args, *(kwargs or {}).values()]
                left = [value for value in given if is_on(value, "cpu")]
                mixed = left and any(is_on(value, "meta") for value in given)
                if mixed and any(text in str(error) for text in refusals):
                    causes.append((error, "mixed", left))
                elif "can't convert meta device type tensor to numpy" in str(error):
                    causes.append((error, "numpy", []))
                raise

    adding = {"__iadd__", "__isub__", "__imul__", "__itruediv__", "add_", "sub_", "mul_", "div_"}
    products = {"matmul", "__matmul__", "__rmatmul__", "mm", "bmm", "linear", "conv1d", "conv2d", "gather"}
    refusals = (
        "is not on the expected device",
        "attempting to assign a gradient with device type 'cpu'",
        "expected device meta but got cpu",
    )
    causes = []
    try:
        with Watch():
            use(student, "meta")
    except Exception as error:
        frames = [
            (frame, line)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if not os.path.isabs(frame.f_code.co_filename) and frame.f_code.co_filename[:1] != "<"
        ]
        if causes and causes[-1][0] is error and frames:
            frame, line = frames[-1]
            _, cause, left = causes[-1]
            owner = getattr(frame.f_locals.get("self"), "__dict__", {})
            known = {**frame.f_locals, **{"self." + name: value for name, value in owner.items()}}
            names = [name for name, value in known.items() if any(value is one for one in left)]
            return {"cause": cause, "unit": frame.f_code.co_filename, "line": line, "names": names}
    return {}
"""
