"""What runs in the sandbox to learn whether an exercise would stop on a GPU, where there is none.

torch's meta device knows shapes and no numbers. It refuses to mix devices, and whatever needs numbers, which CUDA has.
So only the first counts, and only where each side has dimensions: a tensor of a single number may stay on the CPU,
unless something is added to it in place. Where CUDA refuses and meta does not, this does.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Where this runs, probes know torch already; whoever writes checks of other things may have none.
    import torch


def find_stop_on_meta(use: Callable[[Any, str], object], student: Any) -> dict[str, Any]:
    """Use the student's module on the meta device; return where it stopped as it would on a GPU, and why.

    Its text crosses the wall (see `crossing.py`), so it imports what it needs itself. `cause` is "mixed" (devices, with
    the `names` that hold the tensors left on the CPU) or "numpy"; empty where it did not stop so.
    """
    import os
    import traceback

    from torch.overrides import TorchFunctionMode

    adding = {"__iadd__", "__isub__", "__imul__", "__itruediv__", "add_", "sub_", "mul_", "div_"}
    products = {"matmul", "__matmul__", "__rmatmul__", "mm", "bmm", "linear", "conv1d", "conv2d", "gather"}
    refusals = (
        "is not on the expected device",
        "attempting to assign a gradient with device type 'cpu'",
        "expected device meta but got cpu",
    )
    causes: list[tuple[Exception, str, list[Any]]] = []

    def is_on(value: Any, device: str) -> bool:
        return isinstance(value, torch.Tensor) and value.device.type == device and value.dim() > 0

    def find_refused(function: Any, args: tuple[Any, ...]) -> list[Any]:
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
        def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if refused := find_refused(function, args):
                mixed = RuntimeError("tensors on two devices")
                causes.append((mixed, "mixed", refused))
                raise mixed
            try:
                return function(*args, **(kwargs or {}))
            except (RuntimeError, TypeError) as error:
                given = [*args, *(kwargs or {}).values()]
                left = [value for value in given if is_on(value, "cpu")]
                is_mixed = left and any(is_on(value, "meta") for value in given)
                if is_mixed and any(text in str(error) for text in refusals):
                    causes.append((error, "mixed", left))
                elif "can't convert meta device type tensor to numpy" in str(error):
                    causes.append((error, "numpy", []))
                raise

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
