"""The loop inside a sandbox: load the student's file, run probes, send back plain observations."""

import os
import sys
import tempfile
import types
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NoReturn

from autograder.sandbox.codec import TOO_LARGE, TooMuch, decode, encode
from autograder.sandbox.files import Files, is_one_of_several
from autograder.sandbox.frames import HEAD, BrokenFrame, measure_frame, pack_frame, read_frame
from autograder.sandbox.load import Loading
from autograder.sandbox.observe import describe_exception, observe
from autograder.sandbox.reader import parse_tensors
from autograder.sandbox.watching import forget_watches, watch
from autograder.sandbox.withholding import withhold

MAX_REQUEST = 256 << 20


def serve(read: Callable[[int], bytes], write: Callable[[bytes], object], scratch: str) -> NoReturn:
    """Answer requests of the judge until it hangs up; this process then ends. It may write in the folder `scratch`."""
    _leave_no_names()
    module = types.ModuleType("submission")
    units: set[str] = set()
    loading: Loading | None = None
    while True:
        try:
            request, raw = read_frame(read, MAX_REQUEST, MAX_REQUEST)
        except EOFError:
            os._exit(0)
        used: list[dict[str, Any]] = []
        try:
            if request["op"] == "load":
                if loading is None and request["withheld"]:
                    forget_watches()
                    withhold(request["withheld"])
                module = _new_module(request["name"], [name for name, _ in request["units"]])
                units = {name for name, _ in request["units"]}
                loading = Loading(module, request["units"], request["seconds"])
                while request["at_once"] and loading.step():
                    pass
                frame = _pack_answer(request["id"], {"stops": loading.stops})
            elif request["op"] == "step":
                assert loading is not None
                goes_on = loading.step(request["leaves_out"])
                frame = _pack_answer(request["id"], {"stops": None if goes_on else loading.stops})
            else:
                given = decode(request["given"], parse_tensors(raw))
                if request["scratch"]:
                    given["scratch"] = tempfile.mkdtemp(dir=scratch)
                with watch(request["watch"], units) as used:
                    saw = observe(module, units, request["source"], request["probe"], given, request["seed"])
                frame = _pack_value(request["id"], saw, used)
        # Whatever student code raises, SystemExit and KeyboardInterrupt included, is an observation.
        except BaseException as error:
            frame = _pack_answer(request["id"], {"raised": _describe(error, units, module), "used": used})
        _flush_prints()
        write(frame)


@cache
def list_own_modules() -> tuple[str, ...]:
    """Return the names of our own modules, all of which are imported by now.

    Whoever forks calls it before: to look at every module's name, a child would have to copy the memory around each.
    """
    return tuple(name for name in sys.modules if name.partition(".")[0] == "autograder")


def _leave_no_names() -> None:
    """Let no file find our own modules, such as the watch, by their names."""
    for name in list_own_modules():
        sys.modules.pop(name, None)


def _pack_value(question: int, saw: object, used: list[dict[str, Any]]) -> bytes:
    try:
        tree, body = encode(saw)
        return _pack_answer(question, {"saw": tree, "used": used}, body)
    # Still a value and no exception: a check may ask whether the student's code refuses something.
    except TooMuch as reason:
        return _pack_answer(question, {"saw": {"thing": str(reason)}, "used": used})


def _pack_answer(question: int, answer: dict[str, Any], body: bytes = b"") -> bytes:
    frame = pack_frame({"id": question, **answer}, body)
    try:
        measure_frame(frame[: HEAD.size])
    except BrokenFrame:
        raise TooMuch(TOO_LARGE) from None
    return frame


def _describe(error: BaseException, units: set[str], module: types.ModuleType) -> dict[str, Any]:
    try:
        return describe_exception(error, units, module)
    # An exception is the student's object and may refuse to be looked at.
    except BaseException:
        return describe_exception(RuntimeError("an exception that cannot be described"), units, module)


def _new_module(name: str, units: Sequence[str]) -> types.ModuleType:
    if any(map(is_one_of_several, units)):
        return Files(name, units)
    module = types.ModuleType(name)
    module.__file__ = f"{name}.py"
    # dataclasses and typing look a class's module up by its name.
    sys.modules[name] = module
    return module


def _flush_prints() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        # The student's code may have closed or replaced the stream.
        except BaseException:
            continue
