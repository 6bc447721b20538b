"""The unofficial worker: one plain process without a lockdown, for a student's own machine.

A program (see `program.py`), started by `spawned.py` with `PORT FOLDER LIBRARY…` and, as its input, a token; once
warm, it connects back to the judge on this machine.
"""

import os
import signal
import socket
import sys
from typing import NoReturn

from autograder.sandbox.child import serve
from autograder.sandbox.warm_up import do_what_sandboxes_do, prepare_libraries
from autograder.sandbox.whereabouts import answer_where


def main(port: str, scratch: str, *libraries: str) -> NoReturn:
    """Connect the line and the output to the judge and serve it."""
    token = sys.stdin.read()
    # The student's code finds no input.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the judge, which then ends this process
    prepare_libraries(libraries)
    do_what_sandboxes_do(times=1)
    line, output = (_connect(int(port), token) for _ in range(2))
    answer_where(output.fileno())
    for stream in ("stdout", "stderr"):
        prints = output.makefile("w", encoding="utf-8", errors="backslashreplace", buffering=1)
        setattr(sys, stream, prints)
    serve(line.recv, line.sendall, scratch)


def _connect(port: int, token: str) -> socket.socket:
    end = socket.socket()
    end.connect(("127.0.0.1", port))
    end.sendall(token.encode())
    return end
