"""Keep who is in a class beside its results, so that whatever reads them later knows the same people."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import msgspec

from autograder.errors import RecordError
from autograder.people import NOBODY, Directory, Person
from autograder.reading import read_file
from autograder.results.files import write_atomically

FILE = "class.json"


def keep_class(directory: Directory, out: Path) -> None:
    """Write who is on the roster of this run; where there is none, nobody is, whatever an earlier run knew."""
    if directory.people:
        write_atomically(out / FILE, msgspec.json.format(msgspec.json.encode(directory.people), indent=1))
    else:
        (out / FILE).unlink(missing_ok=True)


def read_class(out: Path) -> Directory:
    """Return who was on the roster of the last run, nobody where it had none; raise RecordError for a damaged file."""
    path = out / FILE
    try:
        people = msgspec.json.decode(read_file(path), type=tuple[Person, ...])
    # What cannot be a folder of results is refused by whoever writes there.
    except (FileNotFoundError, NotADirectoryError):
        return NOBODY
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from None
    # A lone half of a character is no UTF-8.
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise RecordError(f"{path} is damaged: delete it and grade again, with --roster.") from None
    return Directory(people, f"the roster that {out} was graded with")


def read_classes(outs: Sequence[Path]) -> Directory:
    """Return who was on the rosters of the last runs into these folders; where two differ, the later folder is right.

    Raise AutograderError where they differ on who is who.
    """
    return reduce(Directory.join, map(read_class, outs), NOBODY)
