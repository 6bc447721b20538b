"""Functions that raise whatever they are given, and hold nothing that would lead to what they stand for."""

from functools import cache
from types import CodeType, FunctionType
from typing import Any


def say_refused(name: str) -> str:
    """Return what is raised in place of a name's function."""
    return f"{name} may not be used here"


def make_refusing(name: str) -> FunctionType:
    """Return a function that raises for a name."""
    return FunctionType(_write(name, 0), {})


def refuse_instead(function: FunctionType, name: str) -> None:
    """Let a function raise from now on, wherever it is kept; what it did is gone."""
    before = function.__code__
    # Under its own name, the watch still knows it.
    function.__code__ = _write(name, len(before.co_freevars)).replace(
        co_name=before.co_name, co_qualname=before.co_qualname
    )


@cache
def _write(name: str, cells: int) -> CodeType:
    """Return the code; a function takes none with more or fewer cells than it has."""
    held = ", ".join(f"cell_{number}" for number in range(cells))
    body = f"raise RuntimeError({say_refused(name)!r}); {held}"
    namespace: dict[str, Any] = {}
    exec(f"def make({held}):\n    def refuse(*_, **__): {body}\n    return refuse\n", namespace)
    code: CodeType = namespace["make"](*range(cells)).__code__
    return code
