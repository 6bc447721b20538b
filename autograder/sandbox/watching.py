"""Watch what a probe runs for names that its exercise may not use, however they were reached.

Reading a student's text cannot follow every way to a function: through a dict, a decorator, a text put together at run
time. So while a probe runs, each call is looked at (`sys.setprofile`); and torch itself tells of operations that are
forbidden by name (see `operations.py`), for calls that Python does not see.
"""

import _thread
import gc
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from types import CodeType, FrameType
from typing import Any

from autograder.sandbox.catalogue import Catalogue, find_operations
from autograder.sandbox.numbers import find_torch, is_tensor
from autograder.sandbox.observe import PROBE_FILE

HIDING = "sys.setprofile"
# What ends the watch, and what finds it among all that is in memory, for which a probe may have other reasons.
ENDS = (sys.setprofile, sys.getprofile)
FINDS = (gc.get_objects, gc.get_referrers, gc.get_referents)
# Under which names a thread can be started, from version to version.
STARTS = ("start_new_thread", "start_new", "start_joinable_thread")
EVALUATED = "<string>"  # where code that was put together at run time says that it stands
# What no probe does: the watch that does not note it has been tampered with.
TEMPTATION = compile("reach()", PROBE_FILE, "eval")


# The one of the probe that runs, for threads that were there before it.
_watcher: "_Watcher | None" = None
# What starts a thread that nobody watches; here is who may call it.
_unwatched_starts: list[Callable[..., Any]] = []


@contextmanager
def watch(names: Collection[str], units: set[str]) -> Iterator[list[dict[str, Any]]]:
    """Give a list in which the first use of a forbidden name stands afterwards: its name, and the unit and line.

    `names` are as in `forbids`: dotted, what they begin with ("torch.optim"), or followed by " in METHOD".
    """
    used: list[dict[str, Any]] = []
    if not names:
        yield used
        return
    global _watcher
    table = _make_table(tuple(names))
    table.look_again()
    _watcher = watcher = _Watcher(table, units, used)
    sys.setprofile(watcher)
    try:
        yield used
    finally:
        if not used:
            eval(TEMPTATION, {"reach": sys.getprofile})
            used[:] = [] if used else [{"name": HIDING, "key": HIDING, "unit": None, "line": None}]
        sys.setprofile(None)
        _watcher = None


def prepare_watch(names: Collection[str]) -> None:
    """Make now what a watch for these names needs, so that no sandbox that is forked later has to."""
    if find_torch():
        _make_table(tuple(names))


def forget_watches() -> None:
    """Let go of what was prepared, before a file is loaded that may look for it."""
    _make_table.cache_clear()
    if find_torch():
        find_operations().forget()


def watch_threads() -> None:
    """Let every thread of this process that is started from now on be watched whenever a probe is."""
    for name in STARTS:
        start = getattr(_thread, name, None)
        if start is not None:
            _unwatched_starts.append(start)
            started = partial(_start_watched, start)
            setattr(_thread, name, started)
            if hasattr(threading, f"_{name}"):
                setattr(threading, f"_{name}", started)


def _start_watched(start: Callable[..., Any], work: Callable[..., object], *arguments: Any, **how: Any) -> Any:
    return start(partial(_work_watched, work), *arguments, **how)


def _work_watched(work: Callable[..., object], *arguments: Any, **how: Any) -> None:
    sys.setprofile(_follow)
    work(*arguments, **how)


def _follow(frame: FrameType, event: str, argument: Any) -> None:
    if _watcher is not None:
        _watcher(frame, event, argument)


def _note_operation(name: str) -> None:
    if _watcher is not None:
        _watcher.note_operation(name, sys._getframe(1))


class _Table(Catalogue):
    """The forbidden names, and what the watch of this process knows of them by now."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(names)
        # By the identity of code that has been called, with the code, so that none other can have it.
        self.known: dict[int, tuple[CodeType, list[str]]] = {}
        # Those that would end or evade the watch stand for it.
        for hiding in (*(function.__name__ for function in ENDS + FINDS), *STARTS):
            self.functions.setdefault(hiding, [])
        for operation in self.operations:
            find_operations().listen(operation, _note_operation)


# One for all probes of a process that watch for the same.
_make_table = lru_cache(_Table)


class _Watcher:
    """Called at every call of a Python or a C function."""

    def __init__(self, table: _Table, units: set[str], used: list[dict[str, Any]]) -> None:
        self._table = table
        self._known = table.known
        self._functions = table.functions
        self._units = units
        self._used = used

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        # An error of ours must not become one of the student's.
        try:
            if event == "call":
                code = frame.f_code
                # Not by the code itself, of which Python would compute the hash at every call.
                known = self._known.get(id(code)) or self._know(code, frame)
                if known[1]:
                    self._note(known[1], frame)
            elif event == "c_call" and argument.__name__ in self._functions:
                self._note(self._find_builtin(argument, frame), frame)
        except Exception:
            return

    def note_operation(self, name: str, caller: FrameType) -> None:
        """Note an operation of torch by its name, such as mse_loss."""
        self._note(self._table.operations.get(name, []), caller)

    def _know(self, code: CodeType, frame: FrameType) -> tuple[CodeType, list[str]]:
        found = self._table.find(str(frame.f_globals.get("__name__")), code)
        return self._known.setdefault(id(code), (code, found))

    def _find_builtin(self, function: Any, caller: FrameType) -> list[str]:
        if function in ENDS or (function in FINDS and caller.f_code.co_filename != PROBE_FILE):
            return [HIDING]
        if function in _unwatched_starts and caller.f_code is not _start_watched.__code__:
            return [HIDING]
        return self._functions[function.__name__] if _is_of_torch(function) else []

    def _note(self, names: list[str], frame: FrameType | None) -> None:
        if not names or self._used:
            return
        place = None
        methods = set()
        while frame is not None and frame.f_code.co_filename != PROBE_FILE:
            if frame.f_code.co_filename in self._units:
                place = place or {"unit": frame.f_code.co_filename, "line": frame.f_lineno}
                methods.add(frame.f_code.co_name)
            elif frame.f_code.co_name == "<module>" and place is None and frame.f_code.co_filename != EVALUATED:
                # What a library does while it is imported is no use of it.
                return
            frame = frame.f_back
        for name in names:
            dotted, _, method = name.partition(" in ")
            if not method or method in methods:
                self._used.append({"name": dotted, "key": name, **(place or {"unit": None, "line": None})})
                return


def _is_of_torch(function: Any) -> bool:
    """Say whether a C function is one of torch's: of its modules, of a tensor, or a bare operation."""
    owner = getattr(function, "__self__", None)
    if is_tensor(owner) or "pybind11" in type(owner).__module__:
        return True
    return str(getattr(function, "__module__", None) or getattr(owner, "__name__", "")).startswith("torch")
