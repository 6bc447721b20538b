"""Start a program of ours (see `program.py`) in a process of its own; imports nothing heavy."""

import subprocess
import sys
from collections.abc import Collection, Mapping
from typing import Protocol

Streams = tuple[int, int, int]  # descriptors of its standard input, output and errors


class Program(Protocol):
    """A program that runs; `subprocess.Popen` is one."""

    @property
    def pid(self) -> int:
        """Return its process id."""

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""

    def kill(self) -> None:
        """End it now."""

    def wait(self) -> int:
        """Wait until it has ended; return its exit status, or less than 0: the signal that ended it."""


class Start(Protocol):
    """A way to start programs."""

    def __call__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str],
        streams: Streams | None = None,
        pass_fds: Collection[int] = (),
        cwd: str | None = None,
    ) -> Program:
        """Start a module's `main` with arguments, in a session of its own: Ctrl-C is for whoever started it.

        It has `environment` and no other; without `streams`, it reads nothing and writes where we do. Descriptors in
        `pass_fds` have the same numbers there, and it has no others of ours. `cwd`: ours, unless given.
        """


def spawn(
    module: str,
    *arguments: str,
    environment: Mapping[str, str],
    streams: Streams | None = None,
    pass_fds: Collection[int] = (),
    cwd: str | None = None,
) -> Program:
    """Start a program in a fresh interpreter, as `Start` says: it takes a second or two to import torch."""
    stdin, stdout, stderr = streams or (subprocess.DEVNULL, None, None)
    return subprocess.Popen(
        # Not -I, which would ignore the hash seed as well.
        [sys.executable, "-s", "-P", "-B", "-m", "autograder.sandbox.program", module, *arguments],
        env=dict(environment),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=tuple(pass_fds),
        start_new_session=True,
        cwd=cwd,
    )
