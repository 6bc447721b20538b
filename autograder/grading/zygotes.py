"""The zygotes of this process: torch is imported once, however many servers and judges there are, and have to be."""

import atexit
import threading
from collections.abc import Collection
from dataclasses import dataclass

from autograder.sandbox.server_process import can_lock_down
from autograder.sandbox.zygote_process import Zygote

JUDGE = "autograder.grading.judge"


@dataclass(frozen=True)
class Zygotes:
    """One that warm servers are forked from, and one, forked from that, that judges are forked from.

    Neither ever learns anything of an assignment. The first is all that is in sandboxes, and knows torch and libraries
    alone; the second knows pytest and how to judge, too.
    """

    libraries: frozenset[str]
    servers: Zygote
    judges: Zygote

    def can_fork(self) -> bool:
        """Say whether both are there."""
        return not (self.servers.has_ended() or self.judges.has_ended())

    def close(self) -> None:
        """End both; what they have forked goes on."""
        self.judges.close()
        self.servers.close()


_kept: list[Zygotes] = []
_one_at_a_time = threading.Lock()


def need_zygotes(libraries: Collection[str]) -> Zygotes | None:
    """Return zygotes that have at least these libraries, started if need be; None where processes cannot be forked."""
    if not can_lock_down():
        return None
    with _one_at_a_time:
        for zygotes in _kept:
            if zygotes.libraries.issuperset(libraries) and zygotes.can_fork():
                return zygotes
        servers = Zygote(libraries)
        if not _kept:
            # Later than its folder's own clean-up, so that it comes before that.
            atexit.register(_close)
        _kept.append(Zygotes(frozenset(libraries), servers, servers.branch(JUDGE)))
        return _kept[-1]


def _close() -> None:
    for zygotes in _kept:
        zygotes.close()
