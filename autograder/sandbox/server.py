"""The warm server: import the libraries once, then fork a sandbox for each request.

A program (see `program.py`), started by `server_process.py` with `CONTROL,CONTROL… FOLDER LIBRARY…`.
It holds no expectation, no hidden input and no other student's file: its memory becomes the memory of every sandbox.
Each control socket belongs to one judge. A request is a JSON datagram with two descriptors: the line for frames and the
socket for prints. The server ends when every judge has hung up, and takes its folder with it.
"""

import contextlib
import errno
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from autograder.sandbox.child import list_own_modules, serve
from autograder.sandbox.descriptors import place, renew_streams
from autograder.sandbox.frames import pack_frame
from autograder.sandbox.huge_pages import use_huge_pages
from autograder.sandbox.lockdown import Policy, Prepared, hide_memory, lock_down, prepare
from autograder.sandbox.numbers import find_torch
from autograder.sandbox.scratch import CACHES, ScratchFolders, bring, is_full
from autograder.sandbox.warm_up import do_what_sandboxes_do, prepare_libraries
from autograder.sandbox.watching import prepare_watch
from autograder.sandbox.whereabouts import answer_where

LINE = 3  # the descriptor over which a sandbox hears questions and answers
WATCH_MILLISECONDS = 50
MANY = 40  # sandboxes: who has forked so many will fork more, and gains what huge pages take


def main(control_fds: str, folder: str, *libraries: str) -> NoReturn:
    """Serve the judges at the other ends of the control sockets; `folder` is this server's own, for caches."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the judge, which then hangs up
    time.tzset()
    controls = {int(fd): socket.socket(fileno=int(fd)) for fd in control_fds.split(",")}
    prepare_libraries(libraries)
    do_what_sandboxes_do()
    try:
        scratch_folders = ScratchFolders(folder)
    except FileNotFoundError:
        # Whoever asked for this server has gone meanwhile, and has taken the folder along.
        sys.exit()
    prepared = prepare()
    list_own_modules()
    hide_memory()
    gc.freeze()
    _insist_on_one_thread()
    for control in controls.values():
        _tell(control, {"ready": os.getpid()})
    _Loop(controls, prepared, folder, scratch_folders).run()


@dataclass
class _Child:
    """A sandbox, and whose it is."""

    pid: int
    control: socket.socket
    scratch: str
    is_full: bool = False


class _Loop:
    def __init__(
        self, controls: dict[int, socket.socket], prepared: Prepared, folder: str, scratch_folders: ScratchFolders
    ) -> None:
        self.controls = controls
        self.prepared = prepared
        self.folder = folder
        self.scratch_folders = scratch_folders
        self.pid = os.getpid()
        self.children: dict[int, _Child] = {}
        self.forked = 0
        self.poll = select.poll()
        for fd in controls:
            self.poll.register(fd, select.POLLIN)

    def run(self) -> NoReturn:
        while True:
            unwatched = self.scratch_folders.bounded or not self.children
            for fd, _ in self.poll.poll(None if unwatched else WATCH_MILLISECONDS):
                if fd in self.children:
                    self._report_exit(fd)
                else:
                    self._answer(self.controls[fd])
            if not unwatched:
                self._end_full()

    def _answer(self, control: socket.socket) -> None:
        try:
            data, fds, _, _ = socket.recv_fds(control, 1 << 16, 2)
        # A judge that is killed with our messages unread.
        except ConnectionResetError:
            data, fds = b"", []
        if not data:
            self._hang_up(control)
            return
        request = json.loads(data)
        if "watched" in request:
            prepare_watch(request["watched"])
            return
        scratch = None
        try:
            scratch = self.scratch_folders.take()
            pid = self._fork(fds, request, scratch)
            pidfd = os.pidfd_open(pid)
        # The machine has no more processes or descriptors to give just now.
        except OSError as error:
            if scratch is not None:
                self.scratch_folders.give_back_unused(scratch)
            _tell(control, {"refused": error.strerror})
            return
        finally:
            for fd in fds:
                os.close(fd)
        self.children[pidfd] = _Child(pid, control, scratch)
        self.poll.register(pidfd, select.POLLIN)
        _tell(control, {"forked": pid}, [pidfd])
        self.forked += 1
        if self.forked == MANY:
            use_huge_pages()

    def _fork(self, fds: Sequence[int], request: dict[str, Any], scratch: str) -> int:
        if len(fds) != 2:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        # Kept for the descriptor of the new process: a process without one could not be ended.
        spare = os.dup(fds[0])
        pid = os.fork()
        if pid == 0:
            try:
                _enter_sandbox(fds[0], fds[1], request, scratch, self.prepared, self.pid)
            # Nothing of the student has run yet: this is ours, and is read from the output.
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(96)
        os.close(spare)
        return pid

    def _report_exit(self, pidfd: int) -> None:
        child = self.children.pop(pidfd)
        _, status, usage = os.wait4(child.pid, 0)
        self.scratch_folders.give_back(child.scratch)
        self.poll.unregister(pidfd)
        os.close(pidfd)
        seconds = usage.ru_utime + usage.ru_stime
        _tell(child.control, {"ended": child.pid, "status": status, "cpu": seconds, "full": child.is_full})

    def _end_full(self) -> None:
        for pidfd, child in self.children.items():
            if not child.is_full and is_full(child.scratch):
                child.is_full = True
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def _hang_up(self, control: socket.socket) -> None:
        for pidfd, child in self.children.items():
            if child.control is control:
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        self.poll.unregister(control.fileno())
        del self.controls[control.fileno()]
        control.close()
        if not self.controls:
            # Whoever made the folder may have been killed.
            self.scratch_folders.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            os._exit(0)


def _tell(control: socket.socket, message: dict[str, Any], fds: Sequence[int] = ()) -> None:
    # A judge that is gone is noticed when its socket is read next.
    with contextlib.suppress(OSError):
        socket.send_fds(control, [json.dumps(message).encode()], fds)


def _enter_sandbox(
    line: int, output: int, request: dict[str, Any], scratch: str, prepared: Prepared, parent: int
) -> NoReturn:
    """Become the sandbox: keep only the line and the output, lock down, report the posture, serve."""
    os.setsid()
    place([os.open("/dev/null", os.O_RDWR), output, output, line], [0, 1, 2, LINE])
    os.umask(0o077)
    os.chdir(scratch)
    os.environ.update(dict.fromkeys(CACHES, scratch))
    tempfile.tempdir = None
    renew_streams(buffering=1)
    answer_where(1)
    policy = replace(Policy(**request["policy"]), scratch=scratch)
    bring(policy.data, scratch)
    posture = lock_down(policy, prepared, parent)
    os.write(LINE, pack_frame({"id": 0, "posture": posture.to_dict()}))
    # Only now, since a thread that exists before the lockdown would escape it.
    if torch := find_torch():
        torch.set_num_threads(request["threads"])
    serve(lambda count: os.read(LINE, count), _write_all, scratch)


def _write_all(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(LINE, view) :]


def _insist_on_one_thread() -> None:
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        # A fork copies only the calling thread: locks held by the others would hang every sandbox.
        sys.exit(f"the warm server has {threads} threads and must have one")
