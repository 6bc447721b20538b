"""Remember by which checks the records of a folder were judged: one small file for all of them, named by a digest."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.reading import read_file
from autograder.results.files import write_atomically
from autograder.results.store import file_stem


@dataclass(frozen=True)
class Judged:
    """A digest for each exercise: of all that decides its verdicts and sentences, and of that without its checks' own.

    As long as the second is the same, the same is asked, and the same is known of its slips.
    """

    exercises: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class JudgedStore:
    """Write and read what one folder of observations was judged by; `checks` is the digest that records name."""

    folder: Path

    def read(self, checks: str) -> Judged:
        """Give what is known of some checks; nothing where it is not there, or damaged."""
        try:
            return msgspec.json.decode(read_file(self._path_of(checks)), type=Judged)
        except (OSError, ValueError, RecursionError):
            return Judged()

    def write(self, checks: str, judged: Judged) -> None:
        """Keep what is known of some checks."""
        write_atomically(self._path_of(checks), json.dumps(vars(judged)))

    def _path_of(self, checks: str) -> Path:
        return self.folder / f"{file_stem(checks)}.json"
