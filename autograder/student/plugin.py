"""The pytest plugin. It wakes up only where pytest is pointed at an assignment, and costs other projects nothing."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from autograder.course.folders import find_check_folders
from autograder.sandbox.program import importing

MARKERS = (
    "exercise(name, forbids={}): the exercise that a class of checks belongs to, and the names that it may not use",
    "points(n, free=''): the whole number of points that a check is worth; why an answer that does nothing passes it",
    "raises(exception): the probe of the check must raise it",
)
MOST_READ = 1 << 20


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a self-check."""
    group = parser.getgroup("autograder", "checks of PyTorch exercises")
    group.addoption("--submission", metavar="FILE", help="check FILE instead of the file beside the checks")
    group.addoption(
        "--unofficial", action="store_true", help="run the file in a plain process, as macOS and Windows do"
    )
    group.addoption("--all", action="store_true", help="show every failing check in full")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take over the report where every argument is an assignment's folder or checks."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    found = [find_check_folders(Path(argument.partition("::")[0])) for argument in config.args]
    if not found or not all(found) or hasattr(config, "workerinput"):
        return
    with _importing_as_is(config), importing():
        # Started before torch is imported here: both import it at the same time.
        from autograder.sandbox.server_process import LIBRARIES, start_if_possible

        text = _read_files(chain(*found), config.option.submission)
        libraries = [library for library in LIBRARIES if library in text]
        server = None if config.option.unofficial else start_if_possible(libraries=libraries)
        from autograder.student.selfcheck import SelfCheck

    quiet = io.StringIO()
    _silence(config, quiet)
    config.pluginmanager.register(SelfCheck(config, server, quiet), "autograder-selfcheck")


def _read_files(folders: Iterable[Path], chosen: str | None) -> str:
    """Return the beginnings of all files that may say what a student's file and its checks use."""
    files = [path for folder in folders for path in folder.iterdir() if path.suffix in (".py", ".ipynb")]
    texts = []
    for path in [*files, Path(chosen)] if chosen else files:
        # What cannot be read is no help here; if it is needed, others say so.
        with suppress(OSError):
            if path.is_file():
                with path.open(encoding="utf-8", errors="replace") as file:
                    texts.append(file.read(MOST_READ))
    return "\n".join(texts)


@contextmanager
def _importing_as_is(config: pytest.Config) -> Iterator[None]:
    """Keep pytest from rewriting the assertions of our modules at every start, and from looking at all of torch's."""
    hook: object = config.pluginmanager.rewrite_hook
    hooks = [finder for finder in sys.meta_path if finder is hook]
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in hooks]
    try:
        yield
    finally:
        sys.meta_path[:0] = hooks


def _silence(config: pytest.Config, sink: io.StringIO) -> None:
    """Send pytest's own report into a buffer: the student gets ours."""
    from _pytest.terminal import TerminalReporter

    reporter: Any = config.pluginmanager.unregister(name="terminalreporter")
    if reporter is not None:
        config.pluginmanager.register(TerminalReporter(config, sink), "terminalreporter")
