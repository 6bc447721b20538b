"""A watch that is left while it warms up leaves no traceback, no process, and the terminal as it was."""

import signal
import termios
import time
from collections.abc import Callable
from typing import Any


def test_ctrl_c_ends_the_warming_up(start: Callable[..., Any]) -> None:
    watch = start()
    watch.read_until("Warming up")

    assert watch.end(signal.SIGINT) == (0, [])
    assert "Traceback" not in watch.read_rest()


def test_ctrl_c_on_a_terminal_gives_it_back_as_it_was(start: Callable[..., Any]) -> None:
    watch = start(terminal=True)
    watch.read_until("Warming up")
    assert not termios.tcgetattr(watch.terminal)[3] & termios.ECHO

    # Time for a judge to be started.
    time.sleep(0.5)
    watch.press("\x03")

    assert watch.process.wait(20) == 0
    assert termios.tcgetattr(watch.terminal)[3] & termios.ECHO
    assert "Traceback" not in watch.read_rest()
