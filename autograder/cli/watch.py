"""`autograder watch`: the public checks again on every save."""

import argparse
from contextlib import nullcontext

from autograder.student.watch.events import Events
from autograder.student.watch.keys import has_keys, read_keys


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "assignment", nargs="?", default=".", help="an assignment's folder or name; default: this folder"
    )
    parser.add_argument("--unofficial", action="store_true", help="run in a plain process, as macOS and Windows do")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Watch until the student quits, by q or Ctrl-C."""
    keys, events = has_keys(), Events()
    try:
        with read_keys(events.note_key) if keys else nullcontext():
            # Only now: what is typed while it is imported would be shown.
            from autograder.cli.watching import watch

            watch(options.assignment, events, has_keys=keys, official=not options.unofficial)
    except KeyboardInterrupt:
        # As good a way to leave as q; the next prompt starts on a line of its own.
        print()
    return 0
