"""A picture shows what probes saw: a function of a check file that makes plain data of observations, and no verdict."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

MARK = "__picture__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


def picture(function: _Function) -> _Function:
    """Make a function of a check file's class a picture of its exercise; its docstring is the picture's title.

    It takes fixtures and is parametrized as a check is, and returns Curves, a Plane, a Matrix or Images. Of probes it
    may ask what checks ask, since no student's code is run for it. Where it raises, there is no picture.
    """
    function.__dict__[MARK] = True
    return function


def is_picture(item: pytest.Item) -> bool:
    """Say whether a collected item is a picture."""
    return hasattr(getattr(item, "function", None), MARK)
