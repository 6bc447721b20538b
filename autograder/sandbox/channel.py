"""The judge's end of a sandbox: ask one question at a time, within a wall-clock limit, and keep what was printed.

Only sockets are used, because they are what can be waited for on Linux, macOS and Windows alike.
"""

import contextlib
import secrets
import selectors
import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.sandbox.frames import HEAD, BrokenFrame, measure_frame, pack_frame, parse_message
from autograder.sandbox.limits import MOST_THREADS

MAX_PRINTED = 64 << 10
MAX_FLOOD = 256 << 20
PIECE = 1 << 16
MOST_PATIENCE = 9  # times a limit that a process may be kept waiting for a processor
PAUSE, PAUSES = 0.01, 20  # seconds, and how many of them a print may take to come
AT_ONCE = 0.1  # seconds within which almost every answer comes, so that nobody need ask how the process fares


class SandboxDied(Exception):
    """The process ended without an answer."""


class NoSandbox(Exception):
    """There is no process to run anything of a student in; nothing may be held against the student."""


class SandboxOverran(Exception):
    """The process took more than it may have; the text says of what."""


class SandboxTimedOut(Exception):
    """No answer came within the limit."""


class Channel:
    """Talk frames over `line`; drain `output` all the while, since a full pipe would stop the process.

    `times` says for how many seconds its threads have had a processor since it began, and for how many they were kept
    from one: a limit counts the time that it had, so that nobody loses points because a machine is busy.
    `count_threads` says how many it has now.
    """

    def __init__(
        self,
        line: socket.socket,
        output: socket.socket,
        times: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0),
        count_threads: Callable[[], int] = lambda: 1,
    ) -> None:
        self._line = line
        self._output = output
        self._times = times
        self._count_threads = count_threads
        self._printed = bytearray()
        self._drained = 0
        self._received = bytearray()
        self._awaited = selectors.EVENT_READ
        self._selector = selectors.DefaultSelector()
        for end in (line, output):
            end.setblocking(False)
            self._selector.register(end, selectors.EVENT_READ)

    def ask(self, message: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send a question and return its answer; raise SandboxDied, SandboxTimedOut, SandboxOverran or BrokenFrame.

        The second part of each is safetensors; that of the answer is for `parse_tensors`, and nobody else, to read.
        """
        # A frame that was written before the question was asked cannot know this number.
        question = secrets.randbits(48)
        if self._received:
            raise BrokenFrame("the process spoke before it was asked")
        return self.receive(question, seconds, pack_frame({**message, "id": question}, body))

    def receive(self, question: int, seconds: float, unsent: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Return the one frame that answers `question`."""
        started = time.monotonic()
        first: tuple[float, ...] | None = None
        deadline = started + min(AT_ONCE, seconds)
        next_look = started + AT_ONCE
        pending = memoryview(unsent)
        expected = HEAD.size
        while pending or len(self._received) < expected:
            left = deadline - time.monotonic()
            if left <= 0:
                now = (time.monotonic(), *self._times())
                first = first or now
                deadline = started + seconds + min(_count_waiting(first, now), MOST_PATIENCE * seconds)
                left = deadline - now[0]
            if left <= 0:
                raise SandboxTimedOut
            pending = self._pump(min(left, AT_ONCE), pending)
            if time.monotonic() > next_look:
                self._look_after()
                next_look = time.monotonic() + AT_ONCE
            if len(self._received) >= HEAD.size:
                json_length, tensor_length = measure_frame(bytes(self._received[: HEAD.size]))
                expected = HEAD.size + json_length + tensor_length
            # Looked at all the while: a process that does not read what we send could otherwise fill our memory.
            if len(self._received) > expected:
                raise BrokenFrame("more than one answer")
        message = parse_message(bytes(self._received[HEAD.size : HEAD.size + json_length]))
        if message.get("id") != question:
            raise BrokenFrame("an answer to another question")
        body = bytes(self._received[HEAD.size + json_length :])
        self._received.clear()
        return message, body

    def _look_after(self) -> None:
        if self._count_threads() > MOST_THREADS:
            raise SandboxOverran(f"it started more than {MOST_THREADS} threads")

    def take_printed(self) -> str:
        """Return what was printed since the last call, the first 64 kB of it."""
        # A flood counts against the next question, or against the one that it was noticed at.
        with contextlib.suppress(BlockingIOError, OSError, BrokenFrame):
            while self._drain():
                pass
        printed = self._printed.decode("utf-8", "replace")
        self._printed.clear()
        return printed

    def await_printed(self) -> str:
        """Return what is printed from now on, up to the first pause."""
        printed = ""
        for _ in range(PAUSES):
            time.sleep(PAUSE)
            piece = self.take_printed()
            printed += piece
            if printed and not piece:
                break
        return printed

    def close(self) -> None:
        """Close both sockets."""
        self._selector.close()
        self._line.close()
        self._output.close()

    def _pump(self, seconds: float, pending: memoryview) -> memoryview:
        """Write what fits, wait for one event, read what came; return what is still to be written."""
        try:
            pending = self._send(pending)
            for key, _ in self._selector.select(seconds):
                if key.fileobj is self._line:
                    self._receive_piece()
                elif not self._drain():
                    self._selector.unregister(self._output)
        # Woken for nothing.
        except BlockingIOError:
            pass
        except OSError:
            raise SandboxDied from None
        return pending

    def _send(self, pending: memoryview) -> memoryview:
        with contextlib.suppress(BlockingIOError):
            while pending:
                pending = pending[self._line.send(pending[:PIECE]) :]
        awaited = selectors.EVENT_READ | (selectors.EVENT_WRITE if pending else 0)
        if awaited != self._awaited:
            self._selector.modify(self._line, awaited)
            self._awaited = awaited
        return pending

    def _receive_piece(self) -> None:
        piece = self._line.recv(PIECE)
        if not piece:
            raise SandboxDied
        self._received += piece

    def _drain(self) -> int:
        try:
            piece = self._output.recv(PIECE)
        except BlockingIOError:
            raise
        except OSError:
            return 0
        self._printed += piece[: MAX_PRINTED - len(self._printed)]
        self._drained += len(piece)
        if self._drained > MAX_FLOOD:
            raise BrokenFrame("the process printed without end")
        return len(piece)


def _count_waiting(before: tuple[float, ...], after: tuple[float, ...]) -> float:
    """Return for how many seconds others kept a process from a processor between two looks at clock and times."""
    passed, used, kept = (end - start for start, end in zip(before, after, strict=True))
    # While one of its threads ran, the others waited for no one else. Less than nothing where a thread has ended.
    return max(min(kept, passed - used), 0.0)
