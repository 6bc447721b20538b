"""Keep the texts of a whole class on disk until they are graded, in one file that nobody else can open.

Where the disk is full, or there is none, they stay in memory.
"""

import json
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from autograder.submissions.submission import Submission, Unit


class Spool:
    """Take the units of submissions, one after the other, and give them back as often as they are needed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (lives as long as what it holds)
        self._end = 0
        self._one_at_a_time = threading.Lock()

    def keep(self, submission: Submission) -> Submission:
        """Return the same submission, of which the units are in the file and no longer in memory."""
        if not submission.units:
            return submission
        data = json.dumps([(unit.name, unit.text) for unit in submission.units]).encode()
        with self._one_at_a_time:
            place = self._end
            try:
                self._file.seek(place)
                if self._file.write(data) < len(data):
                    return submission
            except OSError:
                return submission
            self._end += len(data)
        return replace(submission, units=SpooledUnits(self, place, len(data), len(submission.units)))

    def read(self, place: int, size: int) -> list[Unit]:
        """Return the units that were kept at a place."""
        with self._one_at_a_time:
            self._file.seek(place)
            data = self._file.read(size)
        return [Unit(name, text) for name, text in json.loads(data)]


class SpooledUnits(Sequence[Unit]):
    """The units of one submission; each use reads them."""

    __slots__ = ("_count", "_place", "_size", "_spool")

    def __init__(self, spool: Spool, place: int, size: int, count: int) -> None:
        self._spool, self._place, self._size, self._count = spool, place, size, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._spool.read(self._place, self._size))

    @overload
    def __getitem__(self, index: int) -> Unit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Unit]: ...
    def __getitem__(self, index: int | slice) -> Unit | Sequence[Unit]:
        return self._spool.read(self._place, self._size)[index]
