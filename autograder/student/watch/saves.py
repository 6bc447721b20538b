"""Notice every save of a student's file: of the script, or of the notebook beside it."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import watchfiles

from autograder.student.watch.background import run_beside
from autograder.submissions.kinds import SOURCES

# Milliseconds. A save is told as soon as nothing changed for a STEP; a file that never rests is told once a DEBOUNCE.
STEP = 20
DEBOUNCE = 200

# Seconds that an editor has to fill a file that it emptied first, before the file counts as saved empty.
EMPTY = 0.2


@contextlib.contextmanager
def follow_saves(
    path: Path, saved: Callable[[], object], failed: Callable[[Exception], object], others: Sequence[str] = ()
) -> Iterator[None]:
    """Call `saved`, from a thread, after each change of the script, of `others` beside it, or of the notebook.

    Call `failed` if that ends.

    The folder is what is watched: many editors save by renaming a new file, and a deleted file may come back.
    """
    names = [*(path.with_suffix(suffix).name for suffix in SOURCES), *others]

    def follow(stop: threading.Event) -> None:
        try:
            for _ in watchfiles.watch(
                path.parent,
                watch_filter=lambda _, changed: Path(changed).name in names,
                step=STEP,
                debounce=DEBOUNCE,
                stop_event=stop,
                recursive=False,
            ):
                _let_fill(path)
                saved()
        except Exception as error:
            failed(error)

    with run_beside(follow):
        yield


def _let_fill(path: Path) -> None:
    deadline = time.monotonic() + EMPTY
    with contextlib.suppress(OSError):
        while path.stat().st_size == 0 and time.monotonic() < deadline:
            time.sleep(STEP / 1000)
