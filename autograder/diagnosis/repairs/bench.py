"""Where versions of an answer are tried."""

from collections.abc import Sequence
from typing import Any, Protocol

from autograder.submissions import Unit


class Bench(Protocol):
    """Where versions are tried."""

    def count_passed(self, units: Sequence[Unit]) -> int:
        """Return how many of the failing checks, from the first on, a version passes."""
        ...

    def examine(self, units: Sequence[Unit], most: int | None = None) -> tuple[frozenset[int], list[list[Any]]]:
        """Return which of the failing checks a version passes, by their numbers, and views of what each looked at.

        With `most`, of the first ones alone.
        """
        ...

    def confirm(self, units: Sequence[Unit], passed: frozenset[int] | None = None) -> bool:
        """Return whether a version passes all checks of the exercise, in a process of its own.

        With numbers of failing checks, those and all that passed before are enough.
        """
        ...

    def spent(self) -> float:
        """Return how many seconds of a processor were spent so far; infinitely many to end the search."""
        ...
