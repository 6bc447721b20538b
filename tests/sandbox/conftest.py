"""A warm server and an unofficial launcher, shared by the tests of this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from autograder.sandbox.lockdown import Policy
from autograder.sandbox.server_process import start_if_possible
from autograder.sandbox.session import Launcher, Sandboxing, SubmissionSandbox
from autograder.sandbox.spawned import SpawnLauncher
from autograder.sandbox.warm import WarmLauncher

Open = Callable[..., SubmissionSandbox]


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmLauncher]:
    """Give a launcher that forks sandboxes from a warm server."""
    server = start_if_possible(libraries=["torch"])
    if server is None:
        pytest.skip("sandboxes can be forked and locked down on Linux alone")
    launcher = WarmLauncher(server.ends[0])
    yield launcher
    server.close()


@pytest.fixture
def open_sandbox(warm: WarmLauncher) -> Iterator[Open]:
    """Give a function that makes the sandbox of some source, or of several units."""
    with ExitStack() as opened:

        def make(*units: str, launcher: Launcher = warm, seconds: float = 5.0) -> SubmissionSandbox:
            named = [("toy.py", units[0])] if len(units) == 1 else [(f"cell {n}", u) for n, u in enumerate(units, 1)]
            how = Sandboxing(launcher, "toy", Policy(slot=9), allow_weak=True)
            sandbox = SubmissionSandbox(how, named, load_seconds=seconds)
            opened.callback(sandbox.close)
            return sandbox

        yield make


@pytest.fixture(scope="session")
def spawned() -> SpawnLauncher:
    """Give the launcher of unofficial workers."""
    return SpawnLauncher()
