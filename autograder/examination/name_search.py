"""The search of one submission for the names that its exercises forbid: in its text, and by what its probes used."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import pytest

from autograder.checks.marks import exercise_of
from autograder.forbidden.names import Program
from autograder.forbidden.search import Forbidden, find_forbidden, read_program
from autograder.submissions import Unit

FORBIDS = pytest.StashKey[dict[str, dict[str, str]]]()


class NameSearch:
    """Search each exercise once, when the first of its checks is about to run; `found` holds what is known.

    What the sandbox takes too long to load, nobody else need read: `is_loaded` tells.
    """

    def __init__(self, units: Sequence[Unit], is_loaded: Callable[[], bool]) -> None:
        self.found: dict[str, Forbidden | None] = {}
        self._units = units
        self._is_loaded = is_loaded

    def is_due(self, item: pytest.Item) -> bool:
        """Say whether names are forbidden in a check's exercise, and it has not been searched for them."""
        return bool(list_forbidden(item)) and exercise_of(item) not in self.found

    def find(self, item: pytest.Item) -> Forbidden | None:
        """Return where the exercise is answered with what it asks to build; raise Unsearchable if nobody can tell."""
        name = exercise_of(item)
        if self.is_due(item) and self._is_loaded():
            self.found[name] = find_forbidden(self._program, name, list_forbidden(item))
        return self.found.setdefault(name, None)

    def note_use(self, item: pytest.Item, used: dict[str, Any], file: str) -> Forbidden:
        """Return, and remember, what a probe of the exercise was seen to use."""
        reason = list_forbidden(item).get(used["key"], "what an exercise uses must be there to be seen")
        found = Forbidden(used["name"], used["unit"] or file, used["line"], reason)
        self.found[exercise_of(item)] = found
        return found

    @cached_property
    def _program(self) -> Program:
        return read_program([(unit.name, unit.text) for unit in self._units])


def list_forbidden(item: pytest.Item) -> dict[str, str]:
    """Return the names that a check's exercise forbids, each with its reason."""
    return item.session.stash.get(FORBIDS, {}).get(exercise_of(item), {})
