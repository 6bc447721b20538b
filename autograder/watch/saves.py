"""Notice every save of one file."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import watchfiles

# Milliseconds. A save is told as soon as nothing changed for a STEP; a file that never rests is told once a DEBOUNCE.
STEP = 20
DEBOUNCE = 200


@contextmanager
def follow_saves(path: Path, saved: Callable[[], object], failed: Callable[[Exception], object]) -> Iterator[None]:
    """Call `saved`, from a thread, after each change of the file while the block runs, and `failed` if that ends.

    The folder is what is watched: many editors save by renaming a new file, and a deleted file may come back.
    """
    stop = threading.Event()

    def follow() -> None:
        try:
            for _ in watchfiles.watch(
                path.parent,
                watch_filter=lambda _, changed: Path(changed).name == path.name,
                step=STEP,
                debounce=DEBOUNCE,
                stop_event=stop,
                recursive=False,
            ):
                saved()
        except Exception as error:
            failed(error)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
