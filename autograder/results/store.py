"""Keep one result per student in a folder, as JSON that a person can read and delete."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from autograder.errors import RecordError
from autograder.reading import read_file
from autograder.results.files import write_atomically
from autograder.results.record import OtherSchema, Record

# File systems allow 255 bytes; the rest is for suffixes.
STEM_LIMIT = 150
# To Windows the console, the printer …, whatever stands behind a dot.
DEVICES = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


@lru_cache(maxsize=64)  # all files of one student follow each other
def file_stem(student: str) -> str:
    """Give the name of a student's files: the plain name where it is one, never a path, never another student's."""
    # Some file systems take é in one piece and in two for the same name, so only the first is kept as it is.
    composed = unicodedata.is_normalized("NFC", student)
    stem = "".join(char if _is_plain(char, composed) else _escape(char) for char in student) or "%"
    if stem.startswith(".") or DEVICES.match(stem):
        stem = _escape(stem[0]) + stem[1:]
    if len(stem.encode()) <= STEM_LIMIT:
        return stem
    start = stem.encode()[: STEM_LIMIT - 20].decode(errors="ignore")
    # ~ is in no other stem: whatever is not plain is written with %.
    return f"{start}~{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _is_plain(char: str, composed: bool) -> bool:
    return char in "-_.@+ " or (char.isalnum() and (char.isascii() or composed))


def _escape(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


class Store:
    """Write and read the results in one folder; a result is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, record: Record) -> None:
        """Keep the record, in place of an earlier one of the same student."""
        write_atomically(self._path_of(record.student), _format(record))

    def read(self, student: str) -> Record | None:
        """Give the student's record; None where there is none, or a damaged one."""
        try:
            record = _load(self._path_of(student))
        except (OSError, RecordError):
            return None
        return record if record.student == student else None

    def read_all(self) -> list[Record]:
        """Give every record, sorted by student; raise RecordError, with its path, for a damaged or copied one."""
        return sorted(self.read_strictly(), key=lambda record: record.student)

    def read_strictly(self) -> Iterator[Record]:
        """Yield every record, one after the other; raise RecordError, with its path, for a damaged or copied one."""
        try:
            yield from map(_load_own, self._list_paths())
        except OSError as error:
            raise RecordError(f"{error.filename} cannot be opened: {error.strerror}.") from None

    def read_each(self) -> Iterator[Record]:
        """Yield every record that can be read and is where `read` looks for it, one after the other."""
        for path in self._list_paths():
            with suppress(OSError, RecordError):
                yield _load_own(path)

    def remove(self, student: str) -> None:
        """Take the student's record away, if there is one."""
        self._path_of(student).unlink(missing_ok=True)

    def _list_paths(self) -> list[Path]:
        return [path for path in self.folder.glob("*.json") if not path.name.startswith(".")]

    def _path_of(self, student: str) -> Path:
        return self.folder / f"{file_stem(student)}.json"


def read_records(out: Path) -> list[Record]:
    """Return the results in the --out folder of one `autograder grade`; raise RecordError where there are none."""
    return insist_on_results(Store(out / "results").read_all(), out)


def insist_on_results(records: list[Record], out: Path) -> list[Record]:
    """Return what was read from a folder; raise RecordError where that is nothing."""
    if not records:
        raise RecordError(f"{out} holds no results: {tell_where(out)}")
    return records


def tell_where(out: Path) -> str:
    """Return the remedy where a folder holds no results: perhaps it is the one of a whole course."""
    inner = sorted(folder.parent for folder in out.glob("*/results"))
    return f"give one in it, such as {inner[0]}" if inner else "give the --out folder of autograder grade"


def _format(record: Record) -> str:
    """Return a record as JSON with a line for each check, and for all else that it says.

    For the encoder's own indentation Python has no fast way.
    """
    data = record.to_dict()
    exercises = [
        _open(exercise, "checks") + _put_on_lines(exercise["checks"]) + "\n]}" for exercise in data["exercises"]
    ]
    return _open(data, "exercises") + ",\n".join(exercises) + "\n]}\n"


def _open(data: dict[str, Any], last: str) -> str:
    """Return an object up to where the list begins that is its last entry."""
    lines = [f'"{key}": {_dump(value)},\n' for key, value in data.items() if key != last]
    return "{" + "".join(lines) + f'"{last}": [\n'


def _put_on_lines(checks: list[dict[str, Any]]) -> str:
    """Return checks without the brackets of their list, encoded at once, which takes half as long as one by one.

    They are parted where one ends and the next begins: inside of a text, each quotation mark has a backslash.
    """
    return _dump(checks)[1:-1].replace('}, {"id": ', '},\n{"id": ')


# ASCII, because a hostile file name can hold what UTF-8 cannot spell. One encoder for all: to make one takes longer
# than to use it.
_dump = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def _load_own(path: Path) -> Record:
    """Read a record from where `Store.read` looks for it; what lies elsewhere may be older, or another student's."""
    record = _load(path)
    if path.name != f"{file_stem(record.student)}.json":
        raise RecordError(f"{path} is the result of {record.student!r}: a copy? Delete it and grade again.")
    return record


def _load(path: Path) -> Record:
    try:
        return Record.from_dict(json.loads(read_file(path), parse_constant=_refuse_constant))
    # A result nested deep enough to exhaust the parser is as damaged as one that is no JSON.
    except (ValueError, RecursionError):
        raise RecordError(f"{path} is damaged: it is no JSON. Delete it and grade again.") from None
    except OtherSchema as error:
        raise RecordError(f"{path} is of another version: {error}. Use that one, or grade into a new folder.") from None
    except RecordError as error:
        raise RecordError(f"{path} is damaged: {error}. Delete it and grade again.") from None


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON and which no run writes."""
    raise ValueError(name)
