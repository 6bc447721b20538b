"""A student's folder, and a real `autograder watch` in it, with and without a terminal."""

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

TOY = Path(__file__).parents[1] / "toy"
HINTS = "# Hints\n\n## double\n\n1. Add.\n2. Twice\n   x.\n3. `2 * x`\n\n## count_up\n\n1. One.\n2. Two.\n3. Three.\n"
PATIENCE = 60.0
QUIET = 1.5


class Watch:
    """A running `autograder watch`, and all that it has said since it was last read."""

    def __init__(self, folder: Path, *options: str, terminal: bool) -> None:
        self.file = folder / "toy.py"
        self.right = self.file.read_text()
        self._output, theirs = pty.openpty() if terminal else os.pipe()
        self._said = ""
        # Tests side by side are told of a terminal that is not the one here.
        inherited = {name: value for name, value in os.environ.items() if name not in ("LINES", "COLUMNS")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "watch", *options],
            cwd=folder,
            stdin=theirs if terminal else subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal if terminal else None,
            env={**inherited, "TERM": "xterm", "PYTHONUNBUFFERED": "1"},
        )
        # A terminal that nobody holds open is gone; this one is looked at after the end.
        self.terminal = theirs if terminal else None
        if not terminal:
            os.close(theirs)
        else:
            self.resize(lines=40)

    def save(self, text: str) -> None:
        """Save the file as plain editors do."""
        self.file.write_text(text)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._output, keys.encode())

    def resize(self, lines: int) -> None:
        """Make the terminal so high."""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 100, 0, 0))

    def read_until(self, words: str) -> str:
        """Wait for the words and return all that was said up to the end of their line."""
        deadline = time.monotonic() + PATIENCE
        while words not in self._said or "\n" not in self._said.partition(words)[2]:
            ready, _, _ = select.select([self._output], [], [], max(0, deadline - time.monotonic()))
            said = os.read(self._output, 65536) if ready else b""
            assert said, f"no {words!r} in:\n{self._said}"
            self._said += re.sub(r"\x1b\[[0-9;]*m", "", said.decode()).replace("\r\n", "\n")
        before, words, after = self._said.partition(words)
        line, _, self._said = after.partition("\n")
        return before + words + line

    def rest(self) -> None:
        """Let everything be said that still has to be, and forget it."""
        while select.select([self._output], [], [], QUIET)[0]:
            os.read(self._output, 65536)
        self._said = ""

    def end(self, number: signal.Signals) -> tuple[int, list[psutil.Process]]:
        """End it by a signal; return the exit status and what is left of its processes."""
        processes = self.list_processes()
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE), wait_until_gone(processes)

    def read_rest(self) -> str:
        """Return what is said until the end."""
        self._hang_up()
        said = b""
        while True:
            try:
                piece = os.read(self._output, 65536)
            # What Linux answers where the other side of a terminal is gone.
            except OSError:
                piece = b""
            if not piece:
                return self._said + said.decode()
            said += piece

    def list_processes(self) -> list[psutil.Process]:
        """Return the processes that it consists of."""
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def close(self) -> None:
        """End what is left."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._hang_up()
        os.close(self._output)

    def _hang_up(self) -> None:
        if self.terminal is not None:
            os.close(self.terminal)
            self.terminal = None


def _take_terminal() -> None:
    """Make standard input the process's own terminal, whose Ctrl-C is meant for it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def wait_until_gone(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Give processes time to end, and return those that did not."""
    return psutil.wait_procs(processes, timeout=PATIENCE)[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a student's folder with a finished answer."""
    root = tmp_path_factory.mktemp("course")
    folder = root / "assignments" / "01_toy"
    folder.mkdir(parents=True)
    shutil.copy(TOY / "course.toml", root)
    shutil.copy(TOY / "solutions" / "01_toy" / "test_toy.py", folder)
    (folder / "toy.hints.md").write_text(HINTS)
    shutil.copy(TOY / "solutions" / "01_toy" / "toy.py", folder)
    return folder


@pytest.fixture(scope="module")
def start(folder: Path) -> Iterator[Callable[..., Watch]]:
    """Start watches that are ended with the module."""
    with contextlib.ExitStack() as stack:

        def start(*options: str, terminal: bool = False) -> Watch:
            watch = Watch(folder, *options, terminal=terminal)
            stack.callback(watch.close)
            return watch

        yield start
