"""The zygote from the side that asks. Imports nothing heavy."""

import contextlib
import json
import os
import select
import signal
import socket
import tempfile
import threading
import weakref
from collections.abc import Collection, Iterable, Mapping

from autograder.sandbox.server_process import make_environment
from autograder.sandbox.start import Program, Start, Streams, spawn

# What it means where the zygote itself has ended: as if both had been killed.
GONE = -signal.SIGKILL


class Zygote:
    """A process that has imported libraries and modules, and forks programs; none learns what another is told."""

    def __init__(self, libraries: Iterable[str] = (), modules: Iterable[str] = (), start: Start = spawn) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
        with theirs:
            fd = theirs.fileno()
            self._process = start(
                "autograder.sandbox.zygote",
                *(str(fd), self._folder.name, ",".join(libraries), ",".join(modules)),
                environment=make_environment(self._folder.name),
                pass_fds=[fd],
                cwd="/",
            )

    @property
    def pid(self) -> int:
        """Return its process id."""
        return self._process.pid

    def branch(self, *modules: str) -> "Zygote":
        """Return a zygote, forked from this one, that imports more, which this one's own programs never see."""
        return Zygote((), modules, start=self.start)

    def start(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str],
        streams: Streams | None = None,
        pass_fds: Collection[int] = (),
        cwd: str | None = None,
    ) -> Program:
        """Fork a program, as `Start` says; this returns at once, also where the zygote is not ready yet."""
        fds = [*(streams or ()), *pass_fds]
        request = {
            "module": module,
            "arguments": arguments,
            "environment": dict(environment),
            "cwd": cwd or os.getcwd(),
            "fds": [*range(3), *pass_fds] if streams else list(pass_fds),
        }
        line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        their_told, told = os.pipe()
        # A zygote that has ended is noticed at the line.
        with theirs, contextlib.suppress(OSError), open(told, "w", encoding="utf-8") as file:
            with open(their_told):
                socket.send_fds(self._control, [b"."], [theirs.fileno(), their_told, *fds])
            json.dump(request, file)
        return ForkedProgram(line)

    def has_ended(self) -> bool:
        """Say whether it forks no more."""
        try:
            return not self._control.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """End it; programs that it has forked go on."""
        self._control.close()
        # It may still be importing, and would notice only afterwards.
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()


class ForkedProgram:
    """A program that a zygote has forked."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._reading = threading.Lock()
        self._pid = 0
        self._pidfd: int | None = None
        self._status: int | None = None

    @property
    def pid(self) -> int:
        """Return its process id, once there is one; 0 if there never was."""
        self._await_start()
        return self._pid

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""
        pidfd = self._await_start()
        if pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, number)

    def kill(self) -> None:
        """End it now. One that has not begun yet is not waited for: it ends when it finds nobody at its sockets."""
        with self._reading:
            if self._pidfd is None and self._status is None and not select.select([self._line], [], [], 0)[0]:
                self._give_up()
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it has ended; return its exit status, or less than 0: the signal that ended it."""
        pidfd = self._await_start()
        if pidfd is not None:
            # Without the lock: somebody else may have to end it meanwhile.
            ended = select.poll()
            ended.register(pidfd, select.POLLIN)
            ended.poll()
        with self._reading:
            if self._status is None:
                said, _ = self._receive()
                self._status = int(said) if said else GONE
                self._line.close()
            return self._status

    def _await_start(self) -> int | None:
        """Return a descriptor of the process, once there is one; None if there never was."""
        with self._reading:
            if self._pidfd is None and self._status is None:
                said, fds = self._receive()
                if fds:
                    self._pid, self._pidfd = int(said), fds[0]
                    # At our own end it is the kernel that closes it: before, somebody may have need of it.
                    weakref.finalize(self, os.close, self._pidfd).atexit = False
                else:
                    self._give_up()
            return self._pidfd

    def _give_up(self) -> None:
        self._status = GONE
        self._line.close()

    def _receive(self) -> tuple[bytes, list[int]]:
        try:
            said, fds, _, _ = socket.recv_fds(self._line, 64, 1)
        except ConnectionResetError:
            return b"", []
        return said, fds
