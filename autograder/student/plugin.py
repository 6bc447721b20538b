"""The pytest plugin. It wakes up only where pytest is pointed at an assignment, and costs other projects nothing."""

import importlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from autograder.course.folders import find_all_folders, find_check_folders
from autograder.sandbox.program import importing
from autograder.student.held_output import HeldOutput
from autograder.student.surroundings import cut_off

MARKERS = (
    "exercise(name, forbids={}, builds_on=[]): whose checks a class holds, what that may not use, what it builds on",
    "points(n, free=''): the whole number of points that a check is worth; why an answer that does nothing passes it",
    "raises(exception): the probe of the check must raise it",
)
MOST_READ = 1 << 20
NAME = "autograder-selfcheck"
# Options of pytest with which nothing is run.
LISTING = (
    "collectonly",
    "help",
    "version",
    "markers",
    "showfixtures",
    "show_fixtures_per_test",
    "cacheshow",
    "setupplan",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a self-check."""
    group = parser.getgroup("autograder", "checks of PyTorch exercises")
    group.addoption("--submission", metavar="FILE", help="check FILE instead of the file beside the checks")
    group.addoption(
        "--unofficial", action="store_true", help="run the file in a plain process, as macOS and Windows do"
    )
    group.addoption("--all", action="store_true", help="show every failing check in full")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run checks in one process, where pytest-xdist is asked for several: each would have to warm up first."""
    if config.pluginmanager.hasplugin("xdist") and _find_folders(config):
        config.option.numprocesses, config.option.dist, config.option.tx = 0, "no", []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Let nothing that lies in a folder above an assignment's be run with its checks, or change how they run."""
    given = early_config.known_args_namespace.file_or_dir or ["."]
    found = [find_check_folders(Path(argument.partition("::")[0])) for argument in given]
    if all(found):
        cut_off(early_config, parser, args, list(chain(*found)))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take over the report where every argument leads to assignments' folders or checks."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    folders = _find_folders(config)
    if folders and not _only_tells(config):
        held = HeldOutput()
        _silence(config, held)
        _take_over(config, folders, held)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k` find a check by its exercise, however its class is called."""
    mark = item.get_closest_marker("exercise")
    if mark is not None:
        item.extra_keyword_matches.update(map(str, mark.args))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Check answers also where checks are found among the tests of somebody else; the report is pytest's own then."""
    if "autograder.checks.marks" not in sys.modules or config.pluginmanager.hasplugin(NAME) or _only_tells(config):
        return
    folders = {item.path.parent for item in items}
    folders = {folder for folder in folders if find_check_folders(folder) == [folder]}
    if not folders:
        return
    if hasattr(config, "workerinput"):
        for item in items:
            if item.path.parent in folders:
                item.add_marker(pytest.mark.skip("exercises are checked in one process: run pytest without -n"))
        return
    held = HeldOutput()
    held.release()
    for plugin in _take_over(config, sorted(folders), held):
        if hasattr(plugin, "pytest_collection_modifyitems"):
            plugin.pytest_collection_modifyitems(session=session, items=items)


def _find_folders(config: pytest.Config) -> list[Path]:
    """Return the folders that the arguments lead to; none unless each of them leads to some."""
    found = [find_all_folders(Path(argument.partition("::")[0])) for argument in config.args]
    return list(chain(*found)) if all(found) and not hasattr(config, "workerinput") else []


def _only_tells(config: pytest.Config) -> bool:
    """Say whether pytest is asked to list or explain something, and runs nothing."""
    return any(getattr(config.option, name, False) for name in LISTING)


def _take_over(config: pytest.Config, folders: Sequence[Path], held: HeldOutput) -> list[object]:
    """Register what checks a student's answers, and return it."""
    with _importing_as_is(config), importing():
        # Started before torch is imported here: both import it at the same time.
        from autograder.sandbox.libraries import find_libraries, is_installed
        from autograder.sandbox.server_process import start_if_possible

        # A file may name what no exercise needs; one that imports it in vain says so itself. The trial on another
        # device comes last, and few answers get there: it can import what it needs, where each would wait for it.
        named = find_libraries(_read_files(folders, config.option.submission))
        libraries = [one for one in named if one != "meta" and is_installed(one)]
        server = None if config.option.unofficial else start_if_possible(libraries=libraries)
        if "torch" in libraries:
            importlib.import_module("torch")
        from autograder.sandbox.uncompiled import spare_compiler

        spare_compiler()
        from autograder.examination.hooks import CheckHooks
        from autograder.student.each_check import EachCheck
        from autograder.student.selection import Selection
        from autograder.student.selfcheck import SelfCheck

    selection = Selection()
    checking = SelfCheck(config, server, libraries, held, selection)
    each = EachCheck(checking.knows, checking.explain)
    plugins = {NAME: checking, f"{NAME}-hooks": CheckHooks(), f"{NAME}-each": each, f"{NAME}-selection": selection}
    for name, plugin in plugins.items():
        config.pluginmanager.register(plugin, name)
    return [selection, plugins[f"{NAME}-hooks"], checking]


def _read_files(folders: Iterable[Path], chosen: str | None) -> Iterator[str]:
    """Yield the beginnings of all files that may say what a student's file and its checks use."""
    files = [path for folder in folders for path in folder.iterdir() if path.suffix in (".py", ".ipynb")]
    for path in [*files, Path(chosen)] if chosen else files:
        # What cannot be read is no help here; if it is needed, others say so.
        with suppress(OSError):
            if path.is_file():
                with path.open(encoding="utf-8", errors="replace") as file:
                    yield file.read(MOST_READ)


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


def _silence(config: pytest.Config, sink: HeldOutput) -> None:
    """Hold back pytest's own report: the student gets ours."""
    from _pytest.terminal import TerminalReporter

    reporter: Any = config.pluginmanager.unregister(name="terminalreporter")
    if reporter is not None:
        config.pluginmanager.register(TerminalReporter(config, sink), "terminalreporter")
