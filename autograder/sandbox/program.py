"""Start a program of ours that imports torch: `python -m autograder.sandbox.program MODULE ARGUMENT…`.

What is imported stays, and to look through it for garbage again and again would take a quarter of the start.
"""

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox import limits


@contextmanager
def importing() -> Iterator[None]:
    """Collect no garbage meanwhile, and never look for it among what is there at the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def run(module: str, *arguments: str) -> None:
    """Import a module and run its `main`, whose result is the exit status."""
    limits.lift_time()
    with importing():
        program = importlib.import_module(module)
    # A student's file that reads its arguments must find none, as on the student's machine.
    del sys.argv[1:]
    sys.exit(program.main(*arguments))


if __name__ == "__main__":
    run(*sys.argv[1:])
