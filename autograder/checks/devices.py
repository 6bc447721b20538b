"""What an author adds to an exercise to learn whether its answers would run on a GPU, where there is none."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import pytest

from autograder.checks.annotations import understand_annotation
from autograder.checks.crossing import PROBE, collect_texts, wrap
from autograder.checks.device_trial import find_stop_on_meta
from autograder.checks.probes import Probe

MARK = "__device_trial__"
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
    asked = "\n".join(collect_texts(function, f"device trial {name}", PROBE).values())
    source = wrap(asked, find_stop_on_meta)
    function.__dict__[MARK] = Probe(name, source, (), False, understand_annotation(dict, name))
    return function


def trial_of(item: pytest.Item) -> Probe | None:
    """Return the device trial beside a check, a probe without inputs; None if its class has none."""
    owner = getattr(item, "cls", None)
    return None if owner is None else _find_trial(owner)


# Once a class: it is looked for beside every check, of every submission.
@cache
def _find_trial(owner: type) -> Probe | None:
    members = (getattr(owner, name, None) for name in dir(owner))
    return next((made for member in members if (made := getattr(member, MARK, None)) is not None), None)
