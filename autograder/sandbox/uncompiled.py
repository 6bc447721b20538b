"""Let torch's optimizers work without torch.compile for as long as nobody has imported it, which takes a second.

They only ask it to stay away from them. Where it is there, they do what they always do.
"""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from autograder.sandbox.numbers import find_torch

COMPILER = "torch._dynamo"
# Code that begins by importing the compiler.
STAYS_AWAY, BREAKS = "_disable_dynamo.<locals>.inner", "_use_grad_for_differentiable.<locals>._use_grad"

Method = Callable[..., Any]


def spare_compiler() -> None:
    """Change the optimizers of this process, if it has imported torch; to do so twice changes nothing more."""
    torch = find_torch()
    kinds = [kind for kind in vars(torch.optim).values() if isinstance(kind, type)] if torch else []
    for kind in [kind for kind in kinds if issubclass(kind, torch.optim.Optimizer)]:
        for name, method in list(vars(kind).items()):
            code = getattr(getattr(method, "__code__", None), "co_qualname", "")
            if code == STAYS_AWAY:
                setattr(kind, name, _choose(method, method.__wrapped__))
            elif code == BREAKS:
                setattr(kind, name, _choose(method, _with_gradients(torch, method.__wrapped__)))


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
