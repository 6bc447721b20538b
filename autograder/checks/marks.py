"""What a check says of itself by its marks and its docstring: exercise, points, title, hidden or not."""

from collections.abc import Callable
from typing import Any

import pytest

from autograder.checks.crossing import texts_of
from autograder.checks.probes import Probe
from autograder.course import HIDDEN

points = pytest.mark.points
exercise = pytest.mark.exercise


def raises(exception: type[Exception]) -> pytest.MarkDecorator:
    """Mark a check whose probe must raise an exception: it passes if the student's code refuses what it is given.

    It counts only where the same probe gives a value in another check: to refuse everything is no answer.
    """
    if not (isinstance(exception, type) and issubclass(exception, Exception)):
        raise pytest.UsageError(f"@raises names an exception, as in @raises(ValueError), and not {exception!r}")
    # Called with a class alone, a mark would take it for what is to be marked.
    return pytest.mark.raises.with_args(exception)


EXERCISE = pytest.StashKey[str]()


def exercise_of(item: pytest.Item) -> str:
    """Return the name of the exercise that a check belongs to."""
    if EXERCISE not in item.stash:
        mark = item.get_closest_marker("exercise")
        item.stash[EXERCISE] = str(mark.args[0]) if mark and mark.args else ""
    return item.stash[EXERCISE]


def forbidden_names_of(item: pytest.Item) -> dict[str, str]:
    """Return the names that a check's exercise may not use, each with the reason."""
    mark = item.get_closest_marker("exercise")
    return dict(mark.kwargs.get("forbids", {})) if mark is not None else {}


def stand_ins_of(item: pytest.Item) -> dict[str, Callable[..., Any]]:
    """Return the course's functions for those exercises that a check's exercise builds on, by their names."""
    mark = item.get_closest_marker("exercise")
    functions = mark.kwargs.get("builds_on", ()) if mark is not None else ()
    for function in functions:
        texts_of(function, f"{item.nodeid}: builds_on")
    return {function.__name__: function for function in functions}


def is_hidden(item: pytest.Item) -> bool:
    """Return whether students do not receive this check."""
    return item.path.stem.endswith(HIDDEN)


def points_of(item: pytest.Item) -> int:
    """Return the points of a check."""
    mark = item.get_closest_marker("points")
    return int(mark.args[0]) if mark is not None else 0


def refusal_of(item: pytest.Item) -> str | None:
    """Return the name of the exception that the probe of a check must raise; None where it must give a value."""
    mark = item.get_closest_marker("raises")
    return str(mark.args[0].__name__) if mark is not None else None


def probes_of(item: pytest.Item) -> list[Probe]:
    """Return the probes that a check asks, by way of other fixtures too."""
    if not isinstance(item, pytest.Function):
        return []
    info = item._fixtureinfo
    used = (info.name2fixturedefs[name][-1].func for name in info.names_closure if name in info.name2fixturedefs)
    return [made for function in used if (made := getattr(function, "probe", None)) is not None]


def reason_of(item: pytest.Item) -> str:
    """Return why an answer that does nothing may pass a check; "" where it may not."""
    mark = item.get_closest_marker("points")
    return str(mark.kwargs.get("free", "")) if mark is not None else ""


def title_of(item: pytest.Item) -> str:
    """Return the line that a student sees: the docstring's first, with the check's parameters filled in."""
    doc = (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
    title = doc.splitlines()[0] if doc else item.name
    callspec = getattr(item, "callspec", None)
    return title.format(**callspec.params) if callspec is not None and "{" in title else title
