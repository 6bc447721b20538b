"""What `autograder watch` does once the terminal hands keys over: everything that takes long to import."""

import signal
from contextlib import ExitStack

from rich.console import Console

from autograder.cli.folders import find_folder
from autograder.course import find_assignment
from autograder.errors import AutograderError
from autograder.grading.judges import Judges
from autograder.student.checker import Checker, find_file
from autograder.student.watch.events import Events
from autograder.student.watch.saves import follow_saves
from autograder.student.watch.screen import Screen
from autograder.student.watch.session import Session


def watch(name: str, events: Events, *, has_keys: bool, official: bool) -> None:
    """Check an assignment's answer on every save, until the student quits."""
    assignment = find_assignment(find_folder(name, "watch").resolve())
    console = Console(highlight=False)
    file = find_file(assignment)

    def fail(error: Exception) -> None:
        events.note_end(AutograderError(f"{file.parent} cannot be watched: {error}"))

    # Windows does not tell.
    if hasattr(signal, "SIGWINCH"):
        signal.signal(signal.SIGWINCH, lambda *_: events.note_resize())
    with ExitStack() as stack:
        stack.enter_context(follow_saves(file, events.note_save, fail, assignment.files))
        console.print(f"Warming up, once: a few seconds. Then every save of {file.name} is checked.")
        judges = stack.enter_context(
            Judges(assignment, official=official, allow_weak=True, checks=assignment.visible_checks)
        )
        checker = Checker(assignment, file, judges)
        Session(checker, Screen(console, checker, has_keys=has_keys), events, has_keys=has_keys).run()
