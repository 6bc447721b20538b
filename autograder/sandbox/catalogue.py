"""The names that an exercise may not use, by what is known of a call: its function's code, or an operation of torch."""

import sys
from collections.abc import Collection
from functools import cache
from types import CodeType, ModuleType
from typing import Any

ATEN = "torch.ops.aten."


class Catalogue:
    """The forbidden names of an exercise; they are as in `forbids`: dotted, or followed by " in METHOD"."""

    def __init__(self, names: Collection[str]) -> None:
        self.prefixes: dict[str, list[str]] = {}
        self.functions: dict[str, list[str]] = {}  # by their last names
        self.operations: dict[str, list[str]] = {}
        self._not_there: list[str] = []
        for name in names:
            dotted = name.partition(" in ")[0]
            # To look an operation up takes torch a while, and its name says all.
            thing = None if dotted.startswith(ATEN) else look_up(dotted)
            self.prefixes.setdefault(dotted, []).append(name)
            if isinstance(thing, type):
                self.prefixes.setdefault(f"{thing.__module__}.{thing.__qualname__}", []).append(name)
            elif not isinstance(thing, ModuleType):
                last = dotted.rpartition(".")[2]
                self.functions.setdefault(last, []).append(name)
                if dotted.startswith(ATEN):
                    # From its slope alone, an operation's values can be had as well.
                    for operation in (last, f"{last}_backward"):
                        self.operations.setdefault(operation, []).append(name)
                elif thing is None:
                    self._not_there.append(name)

    def look_again(self) -> None:
        """Learn of what was not imported yet where classes have their home."""
        names, self._not_there = self._not_there, []
        for name in names:
            thing = look_up(name.partition(" in ")[0])
            if isinstance(thing, type):
                self.prefixes.setdefault(f"{thing.__module__}.{thing.__qualname__}", []).append(name)

    def find(self, module: str, code: CodeType) -> list[str]:
        """Return the names that forbid a function of a module, by its code."""
        found = list(self.functions.get(code.co_name, ())) if module.startswith("torch.") else []
        dotted = f"{module}.{code.co_qualname}"
        while dotted:
            found += self.prefixes.get(dotted, ())
            dotted = dotted.rpartition(".")[0]
        return found


@cache
def find_operations() -> Any:
    """Return the module for operations of torch, which not every course has; call it once where it can be imported.

    Later, in a sandbox, no file of ours can be read any more.
    """
    from autograder.sandbox import operations

    return operations


def look_up(dotted: str) -> Any:
    """Return what a dotted name stands for, of what is imported; None for what is not."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        module = sys.modules.get(".".join(parts[:end]))
        if module is not None:
            thing: Any = module
            for part in parts[end:]:
                try:
                    thing = getattr(thing, part)
                except (AttributeError, RuntimeError):
                    return None
            return thing
    return None
