"""The zygote: import torch once, then fork a program of ours for each request.

A program itself (see `program.py`), started by `zygote_process.py` with `CONTROL FOLDER LIBRARY,… MODULE,…`. What it
holds, every program forked from it and every sandbox holds: so it never learns what a program is told. With a request
come a line and a pipe. The pipe, which the new process alone reads, says what to become; over the line go a descriptor
of the process and, in the end, its exit status.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

from autograder.sandbox import program
from autograder.sandbox.descriptors import place, renew_streams
from autograder.sandbox.warm_up import import_libraries

MOST_DESCRIPTORS = 250  # that the kernel passes at once


def main(control: str, folder: str, libraries: str, modules: str) -> NoReturn:
    """Fork programs until the other side hangs up; `folder` is this process's own, for caches."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_libraries(_split(libraries))
    with program.importing():
        for module in _split(modules):
            importlib.import_module(module)
    _Loop(socket.socket(fileno=int(control)), folder).run()


def _split(words: str) -> list[str]:
    return words.split(",") if words else []


class _Loop:
    def __init__(self, control: socket.socket, folder: str) -> None:
        self._control = control
        self._folder = folder
        self._children: dict[int, tuple[int, socket.socket]] = {}  # by descriptor: its id, and its line
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def run(self) -> NoReturn:
        while True:
            for fd, _ in self._poll.poll():
                if fd in self._children:
                    self._report_exit(fd)
                else:
                    self._answer()

    def _answer(self) -> None:
        data, fds, _, _ = socket.recv_fds(self._control, 1, MOST_DESCRIPTORS)
        if not data:
            # Whoever made the folder may have been killed.
            shutil.rmtree(self._folder, ignore_errors=True)
            os._exit(0)
        if len(fds) < 2:
            # There was no room for them: whoever waits at the line sees it closed.
            for fd in fds:
                os.close(fd)
            return
        line = socket.socket(fileno=fds[0])
        try:
            pid = os.fork()
            if pid == 0:
                _become(fds[1], fds[2:])
            pidfd = os.pidfd_open(pid)
        # The machine has no more processes or descriptors to give.
        except OSError:
            line.close()
            return
        finally:
            for fd in fds[1:]:
                os.close(fd)
        self._children[pidfd] = pid, line
        self._poll.register(pidfd, select.POLLIN)
        with contextlib.suppress(OSError):
            socket.send_fds(line, [str(pid).encode()], [pidfd])

    def _report_exit(self, pidfd: int) -> None:
        pid, line = self._children.pop(pidfd)
        self._poll.unregister(pidfd)
        os.close(pidfd)
        _, status = os.waitpid(pid, 0)
        with line, contextlib.suppress(OSError):
            line.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(told: int, received: Sequence[int]) -> NoReturn:
    """Become the program that the pipe `told` asks for, with the descriptors that came with it."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        request = _read_request(told)
        place(received, request["fds"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["cwd"])
        with open("/proc/self/comm", "w") as name:
            name.write(request["module"].rpartition(".")[2])
        renew_streams()
        # What is imported so far stays, in whatever process: to look through it for garbage would only copy it.
        gc.freeze()
        program.run(request["module"], *request["arguments"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _read_request(told: int) -> dict[str, Any]:
    """Return what is asked; end this process where whoever asked was interrupted before it was said."""
    with open(told, encoding="utf-8", closefd=False) as file:
        try:
            request: dict[str, Any] = json.load(file)
        except ValueError:
            sys.exit(1)
    return request
