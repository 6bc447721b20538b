"""Start the warm server. Imports nothing heavy, so that the server warms up while the judge imports torch itself."""

import socket
import sys
import tempfile
from collections.abc import Iterable

from autograder.sandbox import landlock, scratch
from autograder.sandbox.start import Start, spawn


class WarmServer:
    """One server process for several judges; `ends[i]` is the control socket of judge i."""

    def __init__(
        self, judges: int = 1, hash_seed: int = 0, libraries: Iterable[str] = ("torch",), start: Start = spawn
    ) -> None:
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(judges)]
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
        fds = [theirs.fileno() for _, theirs in pairs]
        self._process = start(
            "autograder.sandbox.server",
            *(",".join(map(str, fds)), self._folder.name, *libraries),
            environment=make_environment(self._folder.name, hash_seed),
            pass_fds=fds,
            cwd="/",
        )
        for _, theirs in pairs:
            theirs.close()
        self.ends = [ours for ours, _ in pairs]

    @property
    def pid(self) -> int:
        """Return the server's process id."""
        return self._process.pid

    def close(self) -> None:
        """End the server, and with it every sandbox."""
        for end in self.ends:
            end.close()
        self._process.kill()
        self._process.wait()
        # Its own clean-up would run out of stack in folders as deep as students can make them.
        scratch.remove(self._folder.name)
        self._folder.cleanup()


def can_lock_down() -> bool:
    """Say whether processes can be forked and locked down here."""
    return sys.platform == "linux" and landlock.abi() > 0


def start_if_possible(judges: int = 1, hash_seed: int = 0, libraries: Iterable[str] = ("torch",)) -> WarmServer | None:
    """Start a warm server, or return None where processes cannot be forked and locked down."""
    return WarmServer(judges, hash_seed, libraries) if can_lock_down() else None


def make_environment(folder: str, hash_seed: int = 0) -> dict[str, str]:
    """Return a whole environment for students' code: nothing of ours, no tokens, one thread, caches in the folder."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "PYTHONHASHSEED": str(hash_seed),
        "CUDA_VISIBLE_DEVICES": "",
        # How often a second thread looks whether there is work before it sleeps. To wait busily for a processor that
        # others use takes seconds over a small network, and to sleep at once doubles the time of its training.
        "GOMP_SPINCOUNT": "20000",
        "MPLBACKEND": "Agg",
        # A fork copies a table of all pages, and an end takes it apart: with large pages both take half the time.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        **threads,
        **dict.fromkeys(scratch.CACHES, folder),
    }
