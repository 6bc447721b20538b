"""Let torch work without torch.compile for as long as nobody has imported it, which takes a second.

Its optimizers and what it knows of shapes (the meta device) only ask the compiler to stay away from them, and import it
to say so. Where it is there, they do what they always do.
"""

import gc
import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from autograder.sandbox.numbers import find_torch

COMPILER = "torch._dynamo"
KEPT = "__dynamo_disable"  # where a function that asks keeps what it calls from then on
WRAPPED = "fn"  # its name there; some change `__wrapped__`
BREAKS = "_use_grad_for_differentiable.<locals>._use_grad"  # code of a step that imports the compiler, too

Method = Callable[..., Any]


def spare_compiler() -> None:
    """Change what this process has imported of torch since it last collected or froze garbage, if anything."""
    torch = find_torch()
    if torch is None or COMPILER in sys.modules:
        return
    code = torch._disable_dynamo(spare_compiler).__code__
    if KEPT in code.co_consts:
        # There are hundreds, and some of them only torch's own dispatcher knows.
        for one in gc.get_objects():
            if type(one) is FunctionType and one.__code__ is code and one.__closure__:
                _keep_away(one, one.__closure__[code.co_freevars.index(WRAPPED)].cell_contents)
    kinds: list[Any] = [kind for kind in vars(torch.optim).values() if isinstance(kind, type)]
    for kind in kinds:
        step = vars(kind).get("step")
        if getattr(getattr(step, "__code__", None), "co_qualname", "") == BREAKS:
            kind.step = _choose(step, _with_gradients(torch, step.__wrapped__))


def _keep_away(asking: Method, wrapped: Method) -> None:
    """Let a function that asks the compiler to stay away call what it wraps, and ask as soon as there is a compiler."""

    def call(*args: Any, **kwargs: Any) -> Any:
        if COMPILER not in sys.modules:
            return wrapped(*args, **kwargs)
        delattr(wrapped, KEPT)
        return asking(*args, **kwargs)

    setattr(wrapped, KEPT, call)


def _choose(original: Method, plain: Method) -> Method:
    @wraps(original)
    def method(*args: Any, **kwargs: Any) -> Any:
        return (original if COMPILER in sys.modules else plain)(*args, **kwargs)

    return method


def _with_gradients(torch: Any, step: Method) -> Method:
    """Return a step that keeps a graph where the optimizer says that it is to be differentiated, and else none."""

    def plain(self: Any, *args: Any, **kwargs: Any) -> Any:
        with torch.set_grad_enabled(self.defaults["differentiable"]):
            return step(self, *args, **kwargs)

    return plain
