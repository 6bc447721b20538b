"""Decide what students may read of what their process answered to a hidden check.

It has the hidden inputs in its hands, and whatever text it chooses could carry them out: the name of a class, the text
of an exception, a key. So of text nothing is shown but names that were there before: Python's own exceptions, types of
installed libraries, words of the student's own file. Numbers and shapes are shown, as far as they are short.
"""

import builtins
import re
import sys
import types
from collections.abc import Iterable
from typing import Any

from autograder.sandbox.codec import TOO_DEEP, TOO_LARGE, TOO_MANY, Thing

WITHHELD = "…"
LARGEST = 10**15
OTHER_TYPE = Thing("value of a type of your own")
PLAIN_TYPES = {
    kind.__name__ for module in (builtins, types) for kind in vars(module).values() if isinstance(kind, type)
}
# What the exceptions say that facts are found by, apart from names.
PHRASES = set(
    re.findall(
        r"\w+",
        """name is not defined; cannot access local variable where it is not associated with a value; referenced before
        assignment; object has no attribute NoneType Tensor Parameter; unsupported operand type(s) for and; bad operand
        type for unary abs; argument input position 1 must be a Tensor, not; cannot assign module parameter parameters
        before Module.__init__() call; Boolean value of Tensor with more than one value is ambiguous; assigned grad
        expected to be a Tensor or None but got grad of type; builtin_function_or_method method function object is not
        subscriptable list tuple dict float int str set bool generator range torch nn functional; has no len; map filter
        zip enumerate list_iterator tuple_iterator; got an unexpected keyword argument""",
    )
)


class _Long(int):
    """A number that is too long to be shown; it has no other value than its own."""

    def __repr__(self) -> str:
        return WITHHELD


def disclose(value: Any, right: Any = None) -> Any:
    """Return a value as it may be shown, of the same kind; keys are kept where `right`, what is expected, has them."""
    if isinstance(value, str):
        return WITHHELD
    if isinstance(value, Thing):
        return value if _is_known(value.type) else OTHER_TYPE
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < LARGEST else _Long(value)
    if isinstance(value, (list, tuple)):
        others = right if isinstance(right, (list, tuple)) and len(right) == len(value) else [None] * len(value)
        return type(value)(disclose(item, other) for item, other in zip(value, others, strict=True))
    if isinstance(value, dict):
        known = right if isinstance(right, dict) else {}
        return {key if key in known else disclose(key): disclose(item, known.get(key)) for key, item in value.items()}
    return value


def disclose_exception(names: Iterable[str]) -> str:
    """Return the first of an exception's types that is Python's own."""
    return next((name for name in names if _is_exception(name)), "an exception")


def disclose_text(text: str, sources: Iterable[str]) -> str:
    """Return an exception's text if all of its words are Python's own or stand in the student's file, else nothing."""
    words = set(re.findall(r"\w+", text)) - PHRASES
    own = {word for source in sources for word in re.findall(r"\w+", source)} if words else set()
    return text if words <= own else ""


def _is_exception(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _is_known(name: str) -> bool:
    module, _, rest = name.rpartition(".")
    found = getattr(sys.modules.get(module), rest, None) if module else None
    return name in PLAIN_TYPES or name in (TOO_DEEP, TOO_LARGE, TOO_MANY) or isinstance(found, type)
