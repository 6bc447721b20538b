"""Look for the place of a mistake in the background, while the student reads what failed."""

import threading

from autograder.student.checker import Checker
from autograder.student.watch.events import Events

PAUSE = 0.05


class SecondLook:
    """One search at a time; what it finds comes as an event, unless it was ended before."""

    def __init__(self, checker: Checker, events: Events) -> None:
        self._checker = checker
        self._events = events
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self.found: str | None = None  # by the search that was begun last

    def begin(self, exercise: str) -> None:
        """Look for a repair of an exercise as it was checked last."""
        self.end()
        self._ended.clear()
        self._thread = threading.Thread(target=self._look, args=(exercise,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End the search, if there is one, and forget what it has found."""
        self._ended.set()
        while self._thread is not None and self._thread.is_alive():
            # More than once: the judge may only just have been asked.
            self._checker.cancel()
            self._thread.join(PAUSE)
        self._thread = self.found = None

    def _look(self, exercise: str) -> None:
        text = self._checker.look_closer(exercise)
        if text and not self._ended.is_set():
            self.found = text
            self._events.note_found(text)
