"""Open the histories of clones, each once, though several questions and several assignments ask for it."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from autograder.submissions.git import History


class Histories:
    """Hold the history that was asked for last, since whoever asks goes from one clone to the next; a context."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        self._clone: Path | None = None
        self._history: History | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def open(self, clone: Path) -> History:
        """Return a clone's history; raise SubmissionError where it has none that can be read."""
        if self._history is None or self._clone != clone:
            self._closing.close()
            self._history = None
            self._history, self._clone = self._closing.enter_context(History(clone)), clone
        return self._history
