"""Hold back what pytest prints: a student gets the course's own report, unless there is more to tell than checks."""

import io
import sys


class HeldOutput(io.StringIO):
    """Keep what is written; once released, pass on all of it, and all that comes later."""

    def __init__(self) -> None:
        super().__init__()
        self.is_released = False

    def write(self, text: str) -> int:
        """Keep the text, or pass it on."""
        return sys.stdout.write(text) if self.is_released else super().write(text)

    def flush(self) -> None:
        """Let the text be seen, if it is to be seen."""
        if self.is_released:
            sys.stdout.flush()

    def release(self) -> None:
        """Hold back nothing any more."""
        if not self.is_released:
            self.is_released = True
            sys.stdout.write(self.getvalue())
