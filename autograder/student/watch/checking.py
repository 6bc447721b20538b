"""Check in the background, so that the next save, or the wish to leave, ends a check that takes long."""

import queue
import threading

from autograder.results import Record
from autograder.student.checker import Checker
from autograder.student.watch.events import Events

PAUSE = 0.05


def check_until_urgent(checker: Checker, exercise: str | None, events: Events) -> Record:
    """Return the record of the file, or of one exercise; raise Cancelled soon after an urgent event."""
    answers: queue.SimpleQueue[Record | Exception] = queue.SimpleQueue()

    def check() -> None:
        try:
            answers.put(checker.check(exercise))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=check, daemon=True).start()
    while True:
        try:
            answer = answers.get(timeout=PAUSE)
        except queue.Empty:
            # More than once: the judge may only just have been asked.
            if events.is_urgent():
                checker.cancel()
            continue
        if isinstance(answer, Exception):
            raise answer
        return answer
