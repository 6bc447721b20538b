"""Keep what the probes saw of each submission, beside its record: packed bytes that students never receive.

A file is one line, which says of what and by what it was asked (JSON, zlib, base64), and the packed bytes
(`examination/kept.py`).
"""

import base64
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from autograder.reading import read_file
from autograder.results.files import write_atomically
from autograder.results.store import file_stem


@dataclass(frozen=True)
class Asked:
    """Of what observations are: whose bytes, in which sandbox and versions; and what goes with them."""

    sha256: str
    asked_with: str
    units: list[tuple[str, str]] = field(default_factory=list)  # what was handed in: names and texts
    revealed: dict[str, str] = field(default_factory=dict)  # messages of hidden checks, with what they expect
    pictures: list[dict[str, Any]] = field(default_factory=list)  # see `pictures.py`


@dataclass(frozen=True)
class ObservationStore:
    """Write and read the observations in one folder; each is there whole or not at all."""

    folder: Path

    def read(self, student: str) -> tuple[Asked, bytes] | None:
        """Give what was kept of a student's submission; None where there is nothing, or it is damaged."""
        try:
            head, _, packed = read_file(self._path_of(student)).partition(b"\n")
            # Not msgspec's own reader, which refuses the halves of characters that a file may hold.
            return msgspec.convert(json.loads(zlib.decompress(base64.b64decode(head))), Asked), packed
        except (OSError, ValueError, RecursionError, zlib.error):
            return None

    def write(self, student: str, asked: Asked, packed: bytes) -> None:
        """Keep observations in place of earlier ones of the same student."""
        head = base64.b64encode(zlib.compress(json.dumps(vars(asked)).encode()))
        write_atomically(self._path_of(student), head + b"\n" + packed)

    def _path_of(self, student: str) -> Path:
        return self.folder / f"{file_stem(student)}.observations"
