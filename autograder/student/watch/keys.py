"""Read single keys from a terminal, on POSIX and on Windows."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from autograder.student.watch.background import run_beside

# How long it may take to notice that nobody waits for keys any more.
PAUSE = 0.1


def has_keys() -> bool:
    """Return whether somebody can press keys: whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def read_keys(take: Callable[[str], object]) -> Iterator[None]:
        """Hand every key to `take`, from a thread, while the block runs."""
        with run_beside(partial(_follow_console, take)):
            yield

    def _follow_console(take: Callable[[str], object], stop: threading.Event) -> None:
        while not stop.wait(PAUSE):
            while msvcrt.kbhit():
                take(msvcrt.getwch())

else:
    import re
    import select
    import termios
    import tty

    # An arrow key is several characters at once, and none of them is meant.
    SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;]*[A-Za-z~]?|O[A-Za-z]?)?")

    @contextmanager
    def read_keys(take: Callable[[str], object]) -> Iterator[None]:
        """Hand every key to `take`, from a thread, while the block runs; the terminal is left as it was found."""
        terminal = sys.stdin.fileno()
        found = termios.tcgetattr(terminal)
        try:
            # Keys come without Enter and are not shown; Ctrl-C still interrupts.
            tty.setcbreak(terminal)
            with run_beside(partial(_follow_terminal, take)):
                yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, found)

    def _follow_terminal(take: Callable[[str], object], stop: threading.Event) -> None:
        terminal = sys.stdin.fileno()
        while not stop.is_set():
            ready, _, _ = select.select([terminal], [], [], PAUSE)
            typed = os.read(terminal, 64) if ready else b""
            if ready and not typed:
                return
            for key in SEQUENCE.sub(b"", typed).decode(errors="replace"):
                take(key)
