"""Remember where a student is, in a text file that they may read, change or delete."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.reading import read_text
from autograder.results.files import write_atomically, writing

FILE = ".autograder-progress.txt"
HEADER = "# What autograder watch and autograder hint remember. Delete this file to start afresh.\n"

# "at Net", "2 hints of Net.forward", "3 attempts at Net.forward, the last 5f1a0c2e"
LINE = re.compile(
    r"at (?P<at>\S.*)|(?P<count>\d{1,3}) hints? of (?P<name>\S.*)"
    r"|(?P<attempts>\d{1,4}) attempts? at (?P<tried>\S.*), the last (?P<last>[0-9a-f]{8})"
)


@dataclass
class Progress:
    """Hold the exercise that a student works at, and of each how many hints they have seen and how often they tried."""

    at: str | None = None
    hints: dict[str, int] = field(default_factory=dict)
    attempts: dict[str, tuple[int, str]] = field(default_factory=dict)  # that failed, and a digest of the last one


def read_progress(folder: Path) -> Progress:
    """Read what is remembered of an assignment; lines that mean nothing are passed over."""
    try:
        text = read_text(folder / FILE, errors="replace")
    except OSError:
        return Progress()
    progress = Progress()
    for match in filter(None, map(LINE.fullmatch, map(str.strip, text.splitlines()))):
        if match["at"]:
            progress.at = match["at"]
        elif match["tried"]:
            progress.attempts[match["tried"]] = (int(match["attempts"]), match["last"])
        else:
            progress.hints[match["name"]] = int(match["count"])
    return progress


def write_progress(folder: Path, progress: Progress) -> None:
    """Remember this of the assignment in the folder."""
    lines = [f"at {progress.at}\n"] if progress.at else []
    lines += [f"{count} hint{'s' * (count != 1)} of {name}\n" for name, count in progress.hints.items()]
    lines += [
        f"{count} attempt{'s' * (count != 1)} at {name}, the last {last}\n"
        for name, (count, last) in progress.attempts.items()
    ]
    with writing(folder / FILE):
        write_atomically(folder / FILE, HEADER + "".join(lines))
