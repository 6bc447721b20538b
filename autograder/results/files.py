"""Write files so that a reader, or the next run, finds the old one or the new one and never a piece."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import AutograderError, GradingError

# Windows has no such flag, and asks for another.
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
PATTERN = ".*.*-*.tmp"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def write_atomically(path: Path, content: str | bytes, *, private: bool = False, irreplaceable: bool = False) -> None:
    """Replace the file at `path` by bytes, or by text in UTF-8, in one step that a kill cannot cut in half.

    A private one, like its folder, is for this user alone. What holds these bytes already is left as it is: most of a
    class is the same after a correction, and to write is what takes longest then. Only an irreplaceable one, which
    people have written in, is waited for until the disk has it. For the others that would take as long as all the rest:
    a record that a power cut damages is found damaged, and graded again.
    """
    data = content.encode() if isinstance(content, str) else content
    _refuse_device(path)
    if not private and holds(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if private:
        os.chmod(path.parent, PRIVATE_FOLDER)
    # Nobody can guess it and put a link in its place; whose it is lets a later run clear it away.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(temporary, FLAGS, PRIVATE_FILE if private else 0o666)
        with open(descriptor, "wb") as file:
            # As it is: text that has its own line ends, such as CSV, keeps them on Windows.
            file.write(data)
            if irreplaceable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _refuse_device(path: Path) -> None:
    """Raise OSError for a pipe or a device, or a link to one: it would be gone, and for root that may be /dev/null."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise OSError(errno.EINVAL, f"{path.name} is a pipe or a device; name a file", str(path))


def holds(path: Path, data: bytes) -> bool:
    """Tell whether a file, and no link to one, has these bytes."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Raise AutograderError, with what to do, where the block cannot write the file or the folder that a user named."""
    try:
        yield
    except OSError as error:
        raise AutograderError(_say_what_failed(error, target)) from None


@contextmanager
def keeping(out: Path) -> Iterator[None]:
    """Raise GradingError where the block cannot write what was found into a folder of results."""
    try:
        yield
    except OSError as error:
        raise GradingError(f"{_say_what_failed(error, out)}; what was finished is kept") from None


def _say_what_failed(error: OSError, target: Path) -> str:
    place = _find_place(error, target)
    return f"{place} cannot be written: {_tell_why(error, target, place)}"


def _find_place(error: OSError, target: Path) -> Path:
    """Return what stands inside the target where a file, or else a folder, is to be written; else the target."""
    named = {IsADirectoryError: error.filename2 or error.filename, FileExistsError: error.filename}.get(type(error))
    place = target if named is None else Path(os.fsdecode(named))
    return place if target in place.parents else target


def _tell_why(error: OSError, target: Path, place: Path) -> str:
    if place != target:
        return f"it is a {'folder' if isinstance(error, IsADirectoryError) else 'file'}; move it away"
    if isinstance(error, IsADirectoryError):
        return "it is a folder; name a file"
    if isinstance(error, FileExistsError | NotADirectoryError):
        file = next((path for path in (target, *target.parents) if path.is_file()), target)
        return f"{'it' if file == target else file} is a file; name a folder"
    return error.strerror or str(error)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths in a folder; raise AutograderError where it cannot be written to."""
    with writing(folder):
        for path, data in files.items():
            write_atomically(folder / path, data)


def clear_leftovers(folder: Path) -> None:
    """Remove what a process that was killed while it wrote has left in a folder and those in it."""
    for path in (*folder.glob(PATTERN), *folder.glob(f"*/{PATTERN}")):
        owner = path.name.rpartition("-")[0].rpartition(".")[2]
        if stat.S_ISREG(path.lstat().st_mode) and owner.isdigit() and not _is_alive(int(owner)):
            path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        # There, asking by a signal would end it.
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
