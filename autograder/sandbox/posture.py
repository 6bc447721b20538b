"""Find out what holds a sandbox on this machine, without the seconds that torch takes to be imported."""

from functools import cache

from autograder.sandbox.lockdown import Policy, Posture
from autograder.sandbox.server_process import WarmServer, can_lock_down
from autograder.sandbox.spawned import SpawnedProcess
from autograder.sandbox.warm import WarmLauncher


@cache
def find_posture() -> Posture:
    """Return the posture of a first sandbox, from a server without libraries; raise NoSandbox if there can be none.

    It is found out once: a machine does not change while this process runs.
    """
    if not can_lock_down():
        return SpawnedProcess.posture
    server = WarmServer(libraries=())
    try:
        return WarmLauncher(server.ends[0]).find_posture(Policy())
    finally:
        server.close()
