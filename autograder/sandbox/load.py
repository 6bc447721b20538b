"""Run a student's file statement by statement, and say what stopped which of them.

Tutorial code trains, plots and asks for input at module level. A statement that fails costs itself and what needs the
names that it would have bound, never the definitions below it.
"""

import __future__

import ast
import linecache
import re
import signal
import time
import types
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from autograder.sandbox.bindings import ANY_NAME, list_bound_names, list_imports, split_import
from autograder.sandbox.files import Files, order_files
from autograder.sandbox.observe import describe_exception

FUTURE_FLAGS = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
# Of the time that is left, so that after an endless loop there is some for the definitions below it.
LARGEST_SHARE = 0.75
# How soon a statement that has swallowed the alarm hears it again.
AGAIN_SECONDS = 0.02
MOST_STOPS = 100  # of a notebook with a failing line in every cell; nobody reads more
MOST_LOST = 200  # names by one of them
LONGEST_NAME = 200
END_OF_PROCESS = "the process ended"  # in place of an exception's type


DEFINITION = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


class RanTooLong(BaseException):
    """A statement has used up its time; a BaseException, so that `except Exception` in the file does not swallow it."""


class _EndOfProcess(Exception):
    """A statement is left out: another process has not outlived it."""


def load_units(module: types.ModuleType, units: list[list[str]], seconds: float) -> list[dict[str, Any]]:
    """Run units ([name, source] pairs: one file, or the cells of a notebook) in module; return what stopped them.

    A stop is the description of an exception, with `whole`: nothing of the unit was run; `too_long`; and `lost`: the
    names without a meaning because of it.
    """
    loading = Loading(module, units, seconds)
    while loading.step():
        pass
    return loading.stops


class Loading:
    """A file that is being loaded, one statement after the other; `stops` is what stopped it so far."""

    def __init__(self, module: types.ModuleType, units: list[list[str]], seconds: float) -> None:
        self.stops: list[dict[str, Any]] = []
        self._module = module
        self._names = {name for name, _ in units}
        self._deadline = time.monotonic() + seconds
        self._flags = 0
        self._lacking: dict[str, dict[str, Any]] = {}
        self._homes = module.homes if isinstance(module, Files) else {}
        self._statements = self._read(order_files(units) if self._homes else units)

    def step(self, leaves_out: dict[str, Any] | None = None) -> bool:
        """Run the next statement, or leave it out for the `end` that another process found in it; False after the last.

        That process may have `overran` its time there.
        """
        unit, statement = next(self._statements, (None, None))
        if unit is None or statement is None:
            if hasattr(signal, "SIGALRM"):
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
            return False
        try:
            if leaves_out is not None:
                raise RanTooLong if leaves_out["overran"] else _EndOfProcess(leaves_out["end"])
            self._execute(statement, unit)
        # SystemExit, KeyboardInterrupt and MemoryError end a script as well, but not its grading.
        except BaseException as error:
            lost = list_bound_names(statement)
            if isinstance(error, ImportError):
                lost -= self._import_rest(statement, unit)
            self._lose(lost, self._find_cause(error) or self._note(error, unit, statement))
        else:
            if isinstance(statement, ast.Try):
                self._import_rest(statement, unit)
            if self._lacking:
                for name in list_bound_names(statement):
                    self._lacking.pop(name, None)
        return True

    def _read(self, units: list[list[str]]) -> Iterator[tuple[str, ast.stmt]]:
        for unit, source in units:
            linecache.cache[unit] = (len(source), None, source.splitlines(keepends=True), unit)
            try:
                tree = ast.parse(source, unit)
            except BaseException as error:
                self._lose(set(DEFINITION.findall(source)), self._note(error, unit, None))
                continue
            module = self._homes.get(unit, self._module)
            module.__doc__ = module.__doc__ or ast.get_docstring(tree, clean=False)
            for statement in tree.body:
                yield from ((unit, part) for part in split_import(statement))

    def _execute(self, statement: ast.stmt, unit: str) -> None:
        self._flags |= _future_flags(statement)
        code = compile(ast.Module([statement], []), unit, "exec", self._flags, dont_inherit=True)
        try:
            _set_alarm(max(LARGEST_SHARE * (self._deadline - time.monotonic()), AGAIN_SECONDS))
            exec(code, self._homes.get(unit, self._module).__dict__)
        finally:
            _set_alarm(0)

    def _import_rest(self, block: ast.stmt, unit: str) -> set[str]:
        """Import what a block did not come to, because a library is missing here; return the names that now are there.

        Whoever writes `try: import torchvision, numpy` has both.
        """
        names = self._homes.get(unit, self._module).__dict__
        found = set()
        for statement in list_imports(block) if hasattr(block, "body") else []:
            (name,) = list_bound_names(statement)
            if name not in names:
                with suppress(Exception, RanTooLong):
                    self._execute(statement, unit)
            if name in names:
                found.add(name)
        return found

    def _find_cause(self, error: BaseException) -> dict[str, Any] | None:
        """Return the stop that explains why a name has no meaning."""
        if not isinstance(error, NameError):
            return None
        return self._lacking.get(str(error.name)) or self._lacking.get(ANY_NAME)

    def _note(self, error: BaseException, unit: str, statement: ast.stmt | None) -> dict[str, Any]:
        stop = describe_exception(error, self._names)
        if stop["unit"] is None:
            stop |= {"unit": unit, "line": getattr(error, "lineno", None) or getattr(statement, "lineno", None)}
        stop |= {"whole": statement is None, "too_long": isinstance(error, RanTooLong), "lost": []}
        if isinstance(error, _EndOfProcess):
            stop |= {"types": [END_OF_PROCESS], "unit": unit, "line": getattr(statement, "lineno", None)}
        # Of a missing library, one line may import several names.
        if self.stops and {**self.stops[-1], "lost": []} == stop and isinstance(error, ImportError):
            return self.stops[-1]
        if len(self.stops) < MOST_STOPS:
            self.stops.append(stop)
        return stop

    def _lose(self, lost: set[str], stop: dict[str, Any]) -> None:
        self._lacking |= dict.fromkeys(lost, stop)
        stop["lost"] += sorted(name[:LONGEST_NAME] for name in lost)[: MOST_LOST - len(stop["lost"])]


def _future_flags(statement: ast.stmt) -> int:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return sum(FUTURE_FLAGS.get(alias.name, 0) for alias in statement.names)
    return 0


def _set_alarm(seconds: float) -> None:
    """Ring after some seconds, and from then on until it is turned off by 0; nothing where there are no timers.

    A courtesy that keeps what stands around an endless module-level loop; the limit itself is the judge's clock.
    """
    if hasattr(signal, "setitimer"):
        if seconds:
            # Each time anew: a statement before this one may have set a handler of its own.
            signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS if seconds else 0)


def _ring(_: int, frame: types.FrameType | None) -> None:
    # Else the statement has just ended, and the alarm is about to be turned off.
    if frame is None or frame.f_code.co_filename != __file__:
        raise RanTooLong
