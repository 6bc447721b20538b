"""Run a student's file as far as it goes, and say what stopped it.

Tutorial code trains, plots and asks for input at module level. What such a file defined before it failed can be graded,
so it is run statement by statement and keeps what it has.
"""

import __future__

import ast
import linecache
import signal
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.sandbox.observe import describe_exception

FUTURE_FLAGS = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}

MOST_STOPS = 100  # of a notebook with a failing line in every cell; nobody reads more


class RanTooLong(BaseException):
    """Loading has used up its time; a BaseException, so that `except Exception` in the file does not swallow it."""


def load_units(module: types.ModuleType, units: list[list[str]], seconds: float) -> list[dict[str, Any]]:
    """Run units ([name, source] pairs: one file, or the cells of a notebook) in module; return what stopped each.

    A unit stops at its first failing statement, unless the failure is this machine's: it may lack a library that the
    student's machine has, and with it what needs that library.
    """
    stops: list[dict[str, Any]] = []
    lacking: set[str] = set()
    flags = 0
    names = {name for name, _ in units}
    with _alarm(seconds):
        for name, source in units:
            linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
            statement: ast.stmt | None = None
            try:
                for statement in ast.parse(source, name).body:
                    flags |= _future_flags(statement)
                    code = compile(ast.Module([statement], []), name, "exec", flags, dont_inherit=True)
                    try:
                        exec(code, module.__dict__)
                    except (ImportError, NameError) as error:
                        if not _is_ours(error, statement, lacking):
                            raise
                        lacking |= _list_bound_names(statement)
                        # What only needs what is lacking is explained by that.
                        if not isinstance(error, NameError):
                            stops.append(_describe_stop(error, name, statement, names) | {"went_on": True})
            # SystemExit, KeyboardInterrupt and MemoryError end a script as well, but not its grading.
            except BaseException as error:
                stops.append(_describe_stop(error, name, statement, names))
                if isinstance(error, RanTooLong):
                    break
    return stops[:MOST_STOPS]


def _describe_stop(error: BaseException, unit: str, statement: ast.stmt | None, names: set[str]) -> dict[str, Any]:
    stop = describe_exception(error, names)
    if stop["unit"] is None:
        stop |= {"unit": unit, "line": getattr(error, "lineno", None) or getattr(statement, "lineno", None)}
    return stop | {"too_long": isinstance(error, RanTooLong), "went_on": False}


def _is_ours(error: Exception, statement: ast.stmt, lacking: set[str]) -> bool:
    """Return whether a statement failed because of what this machine lacks."""
    if isinstance(error, ImportError):
        return isinstance(statement, (ast.Import, ast.ImportFrom))
    return isinstance(error, NameError) and error.name in lacking


def _list_bound_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement would have given a meaning to."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    nodes = ast.walk(statement)
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _future_flags(statement: ast.stmt) -> int:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return sum(FUTURE_FLAGS.get(alias.name, 0) for alias in statement.names)
    return 0


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise RanTooLong in this thread after some seconds, where the platform has timers.

    A courtesy that keeps what an endless module-level loop has defined; the limit itself is the judge's clock.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: object) -> None:
        raise RanTooLong

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
