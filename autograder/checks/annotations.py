"""Check at the wall that an observation is of the kind that its probe promises, and say so in plain words."""

import types
import typing
from dataclasses import dataclass
from typing import Any

import numpy
import pytest

from autograder.sandbox.codec import Thing
from autograder.sandbox.numbers import find_torch, is_tensor

# kind -> (in words, several of them in words)
PLAIN = {
    numpy.ndarray: ("a NumPy array", "NumPy arrays"),
    bool: ("True or False", "truth values"),
    int: ("a whole number (int)", "whole numbers"),
    float: ("a number (float)", "numbers"),
    str: ("a text (str)", "texts"),
    list: ("a list", "lists"),
    dict: ("a dict", "dicts"),
    tuple: ("a tuple", "tuples"),
    types.NoneType: ("None", "None"),
    object: ("anything", "anything"),
}
NUMBERS = ("no", "one", "two", "three", "four")


@dataclass(frozen=True)
class Wanted:
    """What a probe promises: a kind of value, or the exception that must be raised."""

    annotation: Any
    words: str
    exception: str | None = None

    def accepts(self, value: object) -> bool:
        """Return whether value is of the promised kind; a bool is no int here, and an int no float."""
        return _fits(value, self.annotation)

    def name_misfit(self, value: object) -> str:
        """Return the kind of a value that is not accepted, as far down as it takes to see why."""
        return _name_misfit(value, self.annotation)


def understand_annotation(annotation: Any, probe: str) -> Wanted:
    """Return what a return annotation promises; raise pytest.UsageError if it cannot be checked."""
    if isinstance(annotation, type) and issubclass(annotation, BaseException):
        return Wanted(annotation, annotation.__name__, annotation.__name__)
    try:
        return Wanted(annotation, _put_in_words(annotation))
    except TypeError:
        raise pytest.UsageError(
            f"probe {probe}: the return annotation {annotation} cannot be checked; "
            "use torch.Tensor, numbers, str, None, list, tuple, dict of these, or an exception class."
        ) from None


def name_kind(value: Any) -> str:
    """Return a value's kind as a student knows it."""
    if isinstance(value, Thing):
        return str(value)
    if is_tensor(value):
        return f"a tensor of shape {tuple(value.shape)}"
    if value is None:
        return "None"
    for kind in (bool, int, float, str, list, dict, tuple, numpy.ndarray):
        if isinstance(value, kind):
            return f"the {kind.__name__} {value!r}"[:60] if kind in (bool, int, float, str) else PLAIN[kind][0]
    return f"a {type(value).__name__}"


def _fits(value: object, annotation: Any) -> bool:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, option) for option in arguments)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if len(arguments) == 2 and arguments[1] is ...:
            return all(_fits(item, arguments[0]) for item in value)
        return len(value) == len(arguments) and all(map(_fits, value, arguments))
    if origin is list:
        return isinstance(value, list) and all(_fits(item, arguments[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            _fits(key, arguments[0]) and _fits(item, arguments[1]) for key, item in value.items()
        )
    if annotation is Any:
        return True
    if annotation in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, annotation or types.NoneType)


def _name_misfit(value: object, annotation: Any) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        nearest = [option for option in arguments if isinstance(value, typing.get_origin(option) or ())]
        return _name_misfit(value, nearest[0]) if nearest else name_kind(value)
    if isinstance(value, dict) and origin is dict:
        for key, item in value.items():
            if not _fits(key, arguments[0]):
                return f"a dict with {name_kind(key)} as a key"
            if not _fits(item, arguments[1]):
                return f"a dict with {_name_misfit(item, arguments[1])} at {key!r}"
    if isinstance(value, (list, tuple)) and isinstance(value, origin or ()):
        name = f"a {type(value).__name__}"
        if origin is tuple and arguments[-1] is not ... and len(arguments) != len(value):
            return f"{name} of {len(value)}"
        wanted = arguments if origin is tuple and arguments[-1] is not ... else arguments[:1] * len(value)
        for index, (item, kind) in enumerate(zip(value, wanted, strict=True)):
            if not _fits(item, kind):
                return f"{name} with {_name_misfit(item, kind)} at [{index}]"
    return name_kind(value)


def _put_in_words(annotation: Any) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_put_in_words(option) for option in arguments)
    if origin in (tuple, list, dict):
        return f"a {origin.__name__} {_put_content_in_words(origin, arguments)}"
    if annotation is typing.Any:
        return PLAIN[object][0]
    return _name_plain(annotation)[0]


def _put_many_in_words(annotation: Any) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_put_many_in_words(option) for option in arguments)
    if origin in (tuple, list, dict):
        return f"{origin.__name__}s {_put_content_in_words(origin, arguments)}"
    return PLAIN[object][1] if annotation is typing.Any else _name_plain(annotation)[1]


def _name_plain(annotation: Any) -> tuple[str, str]:
    torch = find_torch()
    if torch and annotation is torch.Tensor:
        return "a tensor", "tensors"
    if annotation not in PLAIN:
        raise TypeError(annotation)
    return PLAIN[annotation]


def _put_content_in_words(origin: type, arguments: tuple[Any, ...]) -> str:
    """Say what a container holds, behind its name."""
    if origin is dict:
        return f"from {_put_many_in_words(arguments[0])} to {_put_many_in_words(arguments[1])}"
    if origin is list or (len(arguments) == 2 and arguments[1] is ...):
        return f"of {_put_many_in_words(arguments[0])}"
    if len(set(arguments)) == 1 and 1 < len(arguments) < len(NUMBERS):
        return f"of {NUMBERS[len(arguments)]} {_put_many_in_words(arguments[0])}"
    return "of " + " and ".join(_put_in_words(argument) for argument in arguments)
