"""Refuse checks that could not be graded, or would not check what their author means; each with the remedy."""

import builtins
import importlib
import inspect
import sys
from functools import lru_cache
from typing import Any

import pytest

from autograder.checks.marks import exercise_of, forbidden_names_of, probes_of, refusal_of, stand_ins_of, title_of
from autograder.errors import propose

_GIVEN: dict[str, type] = {"forbids": dict, "builds_on": list}
# The names that the words take, beside what stands in front of them.
KEYWORDS = {"exercise": ("forbids", "builds_on"), "points": ("free",)}


def verify(item: pytest.Item) -> None:
    """Raise pytest.UsageError for a check that could not be graded, with its file, its line and the remedy."""
    try:
        _verify_marks(item)
        _verify_home(item)
    except pytest.UsageError as error:
        raise pytest.UsageError(f"{item.path.name}, line {(item.location[1] or 0) + 1}: {error}") from None


def verify_titles(items: list[pytest.Item]) -> None:
    """Raise pytest.UsageError where two checks of one exercise have the same title."""
    told: dict[tuple[str, str], pytest.Item] = {}
    for item in items:
        if (first := told.setdefault((exercise_of(item), title_of(item)), item)) is not item:
            raise pytest.UsageError(
                f"{item.path.name}, line {(item.location[1] or 0) + 1}: {item.nodeid} has the title of {first.nodeid}, "
                "so that students cannot tell which is which: word it otherwise, or name a parameter between braces"
            )


def _verify_marks(item: pytest.Item) -> None:
    if not exercise_of(item):
        raise pytest.UsageError(f'{item.nodeid}: its class needs @exercise("NAME"), the exercise that it checks')
    mark = item.get_closest_marker("points")
    if mark is None or len(mark.args) != 1 or type(mark.args[0]) is not int or mark.args[0] < 1:
        raise pytest.UsageError(f"{item.nodeid} needs @points(N), a whole number of at least 1")
    for word, known in KEYWORDS.items():
        given = item.get_closest_marker(word)
        for name in given.kwargs if given is not None else ():
            if name not in known:
                raise pytest.UsageError(f"{item.nodeid}: @{word} takes no {name}{propose(name, known)}")
    _verify_lists(item)
    if idle := _find_idle(frozenset(forbidden_names_of(item))):
        raise pytest.UsageError(
            f"{item.nodeid}: forbids {idle!r}, which is nothing that can be imported, so it would forbid nothing: "
            "write its whole name, such as torch.nn.functional.mse_loss"
        )
    if inspect.iscoroutinefunction(getattr(item, "obj", None)):
        raise pytest.UsageError(f"{item.nodeid}: a check is written with def alone; what is awaited, a probe runs")
    if refusal_of(item) is not None and len(probes_of(item)) != 1:
        raise pytest.UsageError(f"{item.nodeid}: a check that @raises asks one probe, which must raise the exception")
    try:
        title = title_of(item)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise pytest.UsageError(
            f"{item.nodeid}: its title cannot be filled in ({type(error).__name__}: {error}); "
            "between braces stand parameters of the check, and doubled braces are shown as braces"
        ) from None
    if title == item.name and sys.flags.optimize > 1:
        raise pytest.UsageError(
            "Python was told to forget docstrings, which checks need: start it without -OO (PYTHONOPTIMIZE=2)"
        )
    if title == item.name:
        raise pytest.UsageError(f"{item.nodeid} needs a docstring: its first line is what students read")


def _verify_lists(item: pytest.Item) -> None:
    """What `@exercise` is given must be of the kind that it takes."""
    mark = item.get_closest_marker("exercise")
    forbids, builds_on = (mark.kwargs.get(word, kind()) if mark else kind() for word, kind in _GIVEN.items())
    if not isinstance(forbids, dict) or not all(isinstance(each, str) for pair in forbids.items() for each in pair):
        raise pytest.UsageError(
            f'{item.nodeid}: forbids holds names with reasons, as in {{"numpy.mean": "the reason"}}'
        )
    if not isinstance(builds_on, list | tuple) or not all(map(callable, builds_on)):
        raise pytest.UsageError(f"{item.nodeid}: builds_on is a list of helpers, as in builds_on=[minibatches]")
    stand_ins_of(item)


def verify_names(check: pytest.Metafunc) -> None:
    """Raise pytest.UsageError where a check, or one of its fixtures, asks for a name that is not there."""
    marks = [mark.args[0] for mark in check.definition.iter_markers("parametrize") if mark.args]
    given = {name.strip() for each in marks for name in (each.split(",") if isinstance(each, str) else each)}
    idle = given - set(check.fixturenames)
    for name in check.fixturenames:
        if name in check._arg2fixturedefs or name in given or name == "request":
            continue
        names = [*(dir(check.cls) if check.cls else ()), *vars(check.module)]
        near = propose(name, [each for each in names if not each.startswith(("_", "test_"))])
        # A case that nobody asks for is told by pytest; but who misspells a probe does not ask for its cases.
        if near or not idle:
            raise pytest.UsageError(
                f"{check.definition.nodeid}: there is no probe or fixture {name} in its class or its file, and "
                f"@pytest.mark.parametrize gives none{near}"
            )


def _verify_home(item: pytest.Item) -> None:
    """A check stands in one file: imported into another, or inherited there, it would count twice."""
    if not isinstance(item, pytest.Function) or item.cls is None:
        return
    owner = next((each for each in item.cls.__mro__ if item.originalname in vars(each)), item.cls)
    if owner.__module__ != item.module.__name__ and owner.__name__.startswith("Test"):
        raise pytest.UsageError(
            f"{item.nodeid} is a check of {owner.__module__}.py, and would count twice: import helpers and fixtures "
            f"instead of its class {owner.__name__}"
        )


@lru_cache
def _find_idle(names: frozenset[str]) -> str | None:
    """Return a name that forbids nothing: wherever its last part is looked for, there is none."""
    homes: dict[str, list[str]] = {}
    for name in sorted(names):
        dotted = name.partition(" in ")[0]
        homes.setdefault(dotted.rpartition(".")[2], []).append(dotted)
    return next((places[0] for places in homes.values() if not any(map(_exists, places))), None)


def _exists(dotted: str) -> bool:
    """Return whether a dotted name stands for something: a module, what is in one, or what Python has built in."""
    first, *rest = dotted.split(".")
    if not rest and hasattr(builtins, first):
        return True
    path = first
    try:
        thing: Any = importlib.import_module(first)
        for part in rest:
            path = f"{path}.{part}"
            # What is not loaded yet is no attribute.
            thing = getattr(thing, part) if hasattr(thing, part) else importlib.import_module(path)
    except (ImportError, RuntimeError):
        return False
    return True
