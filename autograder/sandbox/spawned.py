"""Start unofficial workers: where fork or Landlock do not exist (macOS, Windows), or where one is asked for."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from functools import partial

from autograder.sandbox import scratch
from autograder.sandbox.channel import Channel, NoSandbox
from autograder.sandbox.lockdown import Policy, Posture
from autograder.sandbox.warm import read_times

START_SECONDS = 120
LOOK_SECONDS = 0.5  # how soon it is noticed that a worker has ended instead


class SpawnLauncher:
    """Start a fresh interpreter for each sandbox: seconds instead of milliseconds, and no protection."""

    official = False

    def __init__(self, libraries: Iterable[str] = ("torch",)) -> None:
        self._libraries = tuple(libraries)

    def launch(self, policy: Policy, threads: int = 1) -> "SpawnedProcess":
        """Start a worker and return it once it has connected."""
        # The token keeps other programs of this machine from answering in the worker's place.
        token = secrets.token_hex(16)
        folder = tempfile.mkdtemp(prefix="autograder-")
        scratch.bring(policy.data, folder)
        with socket.create_server(("127.0.0.1", 0)) as door:
            door.settimeout(LOOK_SECONDS)
            port = door.getsockname()[1]
            process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-B", "-m", "autograder.sandbox.program"),
                    *("autograder.sandbox.worker", str(port), folder, *self._libraries),
                ],
                env={**os.environ, **dict.fromkeys(scratch.CACHES, folder), "CUDA_VISIBLE_DEVICES": ""},
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            assert process.stdin is not None
            # Not among the arguments, which every user of the machine can read.
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.write(token.encode())
            try:
                line, output = (_accept(door, token, process) for _ in range(2))
            except NoSandbox:
                scratch.remove(folder)
                raise
        return SpawnedProcess(process, Channel(line, output, partial(read_times, process.pid)), folder)

    def expect(self, watched: Sequence[str]) -> None:
        """Do nothing: what one process knows is no use to the next."""

    def find_posture(self, policy: Policy) -> Posture:
        """Return what holds of every sandbox of ours; to start one for that would take as long as to import torch."""
        return SpawnedProcess.posture


class SpawnedProcess:
    """A worker without a lockdown."""

    posture = Posture.absent("no lockdown on this machine")

    def __init__(self, process: subprocess.Popen[bytes], channel: Channel, folder: str) -> None:
        self._process = process
        self._started = time.monotonic()
        self._folder = folder
        self.channel = channel

    def ask_where(self) -> None:
        """Let the process print where it is, if this system has a signal for that."""
        if hasattr(signal, "SIGUSR1"):
            self._process.send_signal(signal.SIGUSR1)

    def used_seconds(self) -> float:
        """Return how many seconds have gone by since it began: nobody counts what it used."""
        return time.monotonic() - self._started

    def was_killed(self) -> bool:
        """Say that nobody can tell: without a lockdown, student code may end its process in any way."""
        return False

    def interrupt(self) -> None:
        """Let the process end, and wait for nothing."""
        self._process.kill()

    def kill(self) -> str:
        """End the process, wait until it is gone, and say how it had ended if it was gone already."""
        self._process.kill()
        # Of a process that was gone already, this is still the status that it left with.
        status = self._process.wait()
        self.channel.close()
        scratch.remove(self._folder)
        return "it was ended" if status < 0 else f"it left with exit status {status}"


def _accept(door: socket.socket, token: str, process: subprocess.Popen[bytes]) -> socket.socket:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            end, _ = door.accept()
            end.settimeout(START_SECONDS)
            if end.recv(len(token)) == token.encode():
                return end
            end.close()
        except TimeoutError:
            continue
    process.kill()
    raise NoSandbox(f"the worker process did not start (exit status {process.wait()})")
