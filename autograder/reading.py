"""Read the files that a person names or has lying about: a pipe among them would be waited for without end."""

import errno
import os
import stat
from pathlib import Path

MEGABYTE = 1 << 20
MOST_BYTES = 256 * MEGABYTE


def read_file(path: Path) -> bytes:
    """Return what is in an ordinary file; raise OSError, whose `strerror` says why, for all else, without waiting."""
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "no file has such a name", str(path))
    with open(path, "rb", opener=_open_at_once) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device; name an ordinary file", str(path))
        if status.st_size > MOST_BYTES:
            raise OSError(errno.EFBIG, f"it is larger than {MOST_BYTES // MEGABYTE} MB", str(path))
        return file.read(MOST_BYTES)


def read_text(path: Path, errors: str = "strict") -> str:
    """Return the text of such a file in UTF-8, with a mark before it or none, its lines ended by a line feed alone.

    Raise OSError, or UnicodeDecodeError where it is no such text, unless `errors` says what stands for it.
    """
    return read_file(path).decode("utf-8-sig", errors).replace("\r\n", "\n").replace("\r", "\n")


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
