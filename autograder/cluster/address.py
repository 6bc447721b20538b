"""Reach a cluster: a scheduler by its address, or workers on this machine."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
from distributed import Client, LocalCluster, Security

from autograder.errors import GradingError
from autograder.grading.notebooks import COURSE_VARIABLE

LOCAL = "local:"
MOST_LOCAL = 256
SECONDS = 5


@contextmanager
def connect(address: str, course: Path) -> Iterator[Client]:
    """Connect to the scheduler at an address, or start `local:N` workers for the course in a folder.

    Raise GradingError where nobody answers. TLS is by Dask's own settings; workers on this machine have their own.
    """
    # What happens to workers is said by whoever asks; Dask's own words would go between the lines of a progress bar.
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if address.startswith(LOCAL):
        with _start_local(address, course) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(address, timeout=SECONDS, name="autograder")
    except (OSError, ValueError, TypeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise GradingError(
            f"no scheduler of Dask answers at {address} ({said}): give its address, such as tls://10.0.0.1:8786, "
            "or local:2 for two workers on this machine"
        ) from None
    with client:
        yield client


@contextmanager
def _start_local(address: str, course: Path) -> Iterator[LocalCluster]:
    number = address.removeprefix(LOCAL)
    if not number.isdecimal() or not 0 < int(number) <= MOST_LOCAL:
        raise GradingError(f"{address} is no cluster: write local:2 for two workers on this machine")
    with (
        TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as scratch,
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(
            n_workers=int(number),
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            # Whoever reaches a scheduler runs code as its user, and other users share this machine.
            security=Security.temporary(),
            dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
            local_directory=scratch,
            env={COURSE_VARIABLE: str(course.resolve())},
        ) as cluster,
    ):
        yield cluster
