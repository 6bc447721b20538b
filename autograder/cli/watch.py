"""`autograder watch`: the public checks again on every save."""

import argparse
import signal
from contextlib import ExitStack

from rich.console import Console

from autograder.cli.folders import find_folder
from autograder.course import find_assignment
from autograder.errors import AutograderError
from autograder.grading.judges import Judges
from autograder.student.watch.checker import Checker, find_file
from autograder.student.watch.events import Events
from autograder.student.watch.keys import has_keys, read_keys
from autograder.student.watch.saves import follow_saves
from autograder.student.watch.screen import Screen
from autograder.student.watch.session import Session


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "assignment", nargs="?", default=".", help="an assignment's folder or name; default: this folder"
    )
    parser.add_argument("--unofficial", action="store_true", help="run in a plain process, as macOS and Windows do")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Watch until the student quits, by q or Ctrl-C."""
    assignment = find_assignment(find_folder(options.assignment, "watch").resolve())
    console = Console(highlight=False)
    file = find_file(assignment)
    keys, events = has_keys(), Events()

    def fail(error: Exception) -> None:
        events.note_end(AutograderError(f"{file.parent} cannot be watched: {error}"))

    # Windows does not tell.
    if hasattr(signal, "SIGWINCH"):
        signal.signal(signal.SIGWINCH, lambda *_: events.note_resize())
    try:
        with ExitStack() as stack:
            stack.enter_context(follow_saves(file, events.note_save, fail, assignment.files))
            if keys:
                stack.enter_context(read_keys(events.note_key))
            console.print(f"Warming up, once: a few seconds. Then every save of {file.name} is checked.")
            judges = stack.enter_context(
                Judges(assignment, official=not options.unofficial, allow_weak=True, checks=assignment.visible_checks)
            )
            checker = Checker(assignment, file, judges)
            Session(checker, Screen(console, checker, has_keys=keys), events, has_keys=keys).run()
    except KeyboardInterrupt:
        # As good a way to leave as q; the next prompt starts on a line of its own.
        console.print()
    return 0
