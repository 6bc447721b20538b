"""Fork sandboxes from the warm server: the way that grades are made, on Linux."""

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from autograder.sandbox.channel import Channel, NoSandbox, SandboxDied
from autograder.sandbox.lockdown import Policy, Posture

START_SECONDS = 120
PIECE = 1 << 16
PATIENCE = (0.0, 0.1, 0.5, 1.0, 2.0)  # seconds before each attempt to start a process
GRACE = 2.0  # seconds in which a process that hung up ends, if it is going to
SERVER_ENDED = "the warm server has ended"


class WarmLauncher:
    """Fork sandboxes through one control socket of a warm server."""

    official = True

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._control.settimeout(START_SECONDS)
        self._ready = False
        self._ended: dict[int, dict[str, Any]] = {}

    def launch(self, policy: Policy, threads: int = 1) -> "ForkedProcess":
        """Fork a locked-down process and return it once it has reported its posture."""
        self._await_ready()
        line, their_line = socket.socketpair()
        output, their_output = socket.socketpair()
        with their_line, their_output:
            pid, pidfd = self._fork({"policy": asdict(policy), "threads": threads}, [their_line, their_output])
        channel = Channel(line, output, partial(read_times, pid), partial(_count_threads, pid))
        process = ForkedProcess(self, pid, pidfd, channel, policy.cpu_seconds)
        try:
            hello, _ = process.channel.receive(0, START_SECONDS)
        except SandboxDied:
            said = process.channel.take_printed().strip()
            raise NoSandbox(f"a sandbox could not start: {process.kill()} {said}") from None
        process.posture = Posture.from_dict(hello["posture"])
        return process

    def expect(self, watched: Sequence[str]) -> None:
        """Say for which names sandboxes are going to be watched: what that takes, the server does once."""
        self._send({"watched": list(watched)})

    def find_posture(self, policy: Policy) -> Posture:
        """Return the posture of a first sandbox, once the server is ready; raise NoSandbox if there can be none."""
        process = self.launch(policy)
        process.kill()
        return process.posture

    def await_end(self, pid: int) -> dict[str, Any]:
        """Return how the process ended, and forget it."""
        self.read_end(pid)
        return self._ended.pop(pid)

    def read_end(self, pid: int) -> dict[str, Any]:
        """Wait until the process ends; return its wait status and the CPU seconds that it used."""
        while pid not in self._ended:
            message, _ = self._receive("ended")
            self._ended[message["ended"]] = message
        return self._ended[pid]

    def _fork(self, request: dict[str, Any], ends: Sequence[socket.socket]) -> tuple[int, int]:
        """Return the id of a new process and a descriptor of it; what the machine refuses now it may have soon."""
        for patience in PATIENCE:
            time.sleep(patience)
            self._send(request, [end.fileno() for end in ends])
            answer, fds = self._receive("forked", "refused")
            if "forked" in answer:
                return answer["forked"], fds[0]
        raise NoSandbox(f"this machine has no room for another process ({answer['refused']})")

    def _send(self, request: dict[str, Any], fds: Sequence[int] = ()) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], list(fds))
        except (BrokenPipeError, ConnectionResetError):
            raise NoSandbox(SERVER_ENDED) from None

    def _await_ready(self) -> None:
        if not self._ready:
            self._receive("ready")
            self._ready = True

    def _receive(self, *kinds: str) -> tuple[dict[str, Any], list[int]]:
        while True:
            try:
                data, fds, _, _ = socket.recv_fds(self._control, PIECE, 1)
            # It ended with a request of ours unread.
            except ConnectionResetError:
                raise NoSandbox(SERVER_ENDED) from None
            if not data:
                raise NoSandbox(SERVER_ENDED)
            message = json.loads(data)
            if any(kind in message for kind in kinds):
                return message, fds
            if "ended" in message:
                self._ended[message["ended"]] = message


class ForkedProcess:
    """A sandbox that the warm server has forked."""

    posture: Posture

    def __init__(self, launcher: WarmLauncher, pid: int, pidfd: int, channel: Channel, cpu_seconds: int) -> None:
        self._launcher = launcher
        self._pid = pid
        self._pidfd = pidfd
        self._used: float | None = None
        self._cpu_seconds = cpu_seconds
        self.channel = channel

    def ask_where(self) -> None:
        """Let the process print where it is."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGUSR1)

    def used_seconds(self) -> float:
        """Return how many seconds of a processor it has used so far."""
        return read_times(self._pid)[0] if self._used is None else self._used

    def was_killed(self) -> bool:
        """Say of a process that hung up whether others killed it: neither we, nor its own limits, nor itself."""
        ended, _, _ = select.select([self._pidfd], [], [], GRACE)
        if not ended:
            return False
        report = self._launcher.read_end(self._pid)
        by_itself = report["full"] or report["cpu"] >= self._cpu_seconds
        return os.WTERMSIG(report["status"]) == signal.SIGKILL and not by_itself

    def interrupt(self) -> None:
        """Let the process end, and wait for nothing."""
        # It may just have been taken down by what was interrupted.
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def kill(self) -> str:
        """End the process now, wait until it is gone, and say how it had ended if it was gone already."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        report = self._launcher.await_end(self._pid)
        self._used = report["cpu"]
        os.close(self._pidfd)
        self.channel.close()
        return "it filled its folder" if report["full"] else _describe_end(report["status"])


def _count_threads(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    # It is gone.
    except OSError:
        return 0


def read_times(pid: int) -> tuple[float, float]:
    """Return for how many seconds a process's threads have had a processor, and were ready and had none, added up."""
    try:
        threads = [_read_schedule(pid, thread) for thread in os.listdir(f"/proc/{pid}/task")]
    # It is gone, or the kernel does not count.
    except (OSError, ValueError):
        return 0.0, 0.0
    return sum(used for used, _ in threads) / 1e9, sum(kept for _, kept in threads) / 1e9


def _read_schedule(pid: int, thread: str) -> tuple[int, int]:
    with open(f"/proc/{pid}/task/{thread}/schedstat", "rb") as file:
        used, kept, _ = map(int, file.read().split())
        return used, kept


def _describe_end(status: int) -> str:
    if os.WIFSIGNALED(status):
        return {
            signal.SIGSEGV: "it crashed (segmentation fault)",
            signal.SIGXCPU: "it used up its CPU time",
            signal.SIGSYS: "it made a forbidden system call",
            signal.SIGABRT: "it aborted",
        }.get(signal.Signals(os.WTERMSIG(status)), "it was ended")
    return f"it left with exit status {os.waitstatus_to_exitcode(status)}"
