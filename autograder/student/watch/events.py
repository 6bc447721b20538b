"""What a student does while their file is watched, in one line: saves and keys, from whichever thread sees them."""

import queue
import threading

SAVED = "saved"
RESIZED = "resized"
QUIT = "q"

# Where a terminal hands Ctrl-C and Ctrl-D over as keys, they mean what they mean elsewhere.
QUIT_KEYS = ("q", "\x03", "\x04")

# Python on Windows notices Ctrl-C only between two waits.
PAUSE = 0.2


class Found(str):
    """What a search has found to say."""


class Events:
    """Take events in from any thread, and give them out one by one."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
        self._has_saved = threading.Event()
        self._has_quit = False

    def note_save(self) -> None:
        """Take in a save; saves that come while the last one waits are one."""
        if not self._has_saved.is_set():
            self._has_saved.set()
            self._events.put(SAVED)

    def note_key(self, key: str) -> None:
        """Take in a key."""
        self._has_quit = self._has_quit or key.lower() in QUIT_KEYS
        self._events.put(QUIT if key.lower() in QUIT_KEYS else key.lower())

    def note_found(self, text: str) -> None:
        """Take in what a search has found."""
        self._events.put(Found(text))

    def note_resize(self) -> None:
        """Take in that the terminal has another size now."""
        self._events.put(RESIZED)

    def note_end(self, error: Exception) -> None:
        """Take in the reason why there will be no more saves."""
        self._events.put(error)

    def is_urgent(self) -> bool:
        """Say whether something waits that makes a check of what was saved before useless: a save, or the end."""
        return self._has_quit or self._has_saved.is_set()

    def take(self) -> str:
        """Wait for the next event: SAVED, RESIZED, QUIT, a key or a Found; raise what ended the saves."""
        while True:
            try:
                event = self._events.get(timeout=PAUSE)
            except queue.Empty:
                continue
            if isinstance(event, Exception):
                raise event
            if event == SAVED:
                # Before the file is read: a save from now on may come too late for that, and is one of its own.
                self._has_saved.clear()
            return event
