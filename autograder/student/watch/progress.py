"""Remember where a student is, in a text file that they may read, change or delete."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.results.files import write_atomically

FILE = ".autograder-progress.txt"
HEADER = "# What autograder watch and autograder hint remember. Delete this file to start afresh.\n"

# "at Net", "2 hints of Net.forward"
LINE = re.compile(r"at (?P<at>\S.*)|(?P<count>\d{1,3}) hints? of (?P<name>\S.*)")


@dataclass
class Progress:
    """Hold the exercise that a student works at, and how many hints of each they have seen."""

    at: str | None = None
    hints: dict[str, int] = field(default_factory=dict)


def read_progress(folder: Path) -> Progress:
    """Read what is remembered of an assignment; lines that mean nothing are passed over."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Progress()
    progress = Progress()
    for match in filter(None, map(LINE.fullmatch, map(str.strip, text.splitlines()))):
        if match["at"]:
            progress.at = match["at"]
        else:
            progress.hints[match["name"]] = int(match["count"])
    return progress


def write_progress(folder: Path, progress: Progress) -> None:
    """Remember this of the assignment in the folder."""
    lines = [f"at {progress.at}\n"] if progress.at else []
    lines += [f"{count} hint{'s' * (count != 1)} of {name}\n" for name, count in progress.hints.items()]
    try:
        write_atomically(folder / FILE, HEADER + "".join(lines))
    except OSError as error:
        raise AutograderError(f"{folder / FILE} cannot be written: {error.strerror}") from None
