"""Read one submission as text. The judge does this, so nothing here follows a link, waits, or reads without a limit."""

import codecs
import errno
import hashlib
import io
import os
import re
import stat
import tokenize
from pathlib import Path

from autograder.submissions.kinds import is_notebook
from autograder.submissions.notebook import read_cells
from autograder.submissions.submission import Submission, SubmissionError, Unit, one_line
from autograder.submissions.syntax import is_short, parse_strictly

MEGABYTE = 1 << 20
SCRIPT_LIMIT = 1 * MEGABYTE
NOTEBOOK_LIMIT = 16 * MEGABYTE

# Without O_NONBLOCK, opening a named pipe waits for ever. Windows has neither flag, and needs O_BINARY.
# In this order: a mark of the first begins with one of the second.
WIDE = {
    "UTF-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "UTF-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
OPEN_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))

# How files begin that are no source, whatever their name says.
BEGINNINGS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a document of a word processor"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
# The lines that git leaves in a file around the two sides of a conflict, and between them.
CONFLICT = re.compile(rb"^(?:(<<<<<<< )|(=======\r?$)|>>>>>>> )", re.MULTILINE)

# Encodings of host names, which nobody writes a program in; one megabyte of punycode takes a quarter of a minute.
NOT_FOR_FILES = ("idna", "punycode")


def read_submission(student: str, path: Path) -> Submission:
    """Read the script or notebook at `path`; whatever is wrong with it comes back as the submission's error."""
    try:
        return parse_submission(student, path, read_bytes(path, size_limit(path)))
    except SubmissionError as error:
        return Submission(student, path, None, (), f"{one_line(path.name)} {error}")


def parse_submission(student: str, path: Path, data: bytes) -> Submission:
    """Make a submission of the bytes of a script or notebook; whatever is wrong with them comes back as its error."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return Submission(student, path, sha256, _read_units(path, data), None)
    except SubmissionError as found:
        error = _find_traces_of_git(data) or _find_other_kind(data) or found
        return Submission(student, path, sha256, (), f"{one_line(path.name)} {error}")


def _find_traces_of_git(data: bytes) -> SubmissionError | None:
    """Return what is wrong with a file that is as git left it, in better words than what it breaks."""
    if data.startswith(LFS_POINTER):
        return SubmissionError(
            "is a pointer of Git LFS, not the file itself. Install git-lfs, and run `git lfs pull` where it was cloned."
        )
    if line := _find_conflict(data):
        return SubmissionError(
            f"holds an unfinished merge in line {line}: keep one of the two sides, and remove the lines with <<<<<<<, "
            "======= and >>>>>>>."
        )
    return None


def _find_other_kind(data: bytes) -> SubmissionError | None:
    """Return what a file is that is no source at all; what breaks in it says nothing to its student."""
    start = data[:100].lstrip().lower()
    kind = next((kind for begins, kind in BEGINNINGS if start.startswith(begins.lower())), None)
    if kind is None:
        return None
    return SubmissionError(f"is {kind}, whatever its name says. Hand in the source, saved as plain text.")


def _find_conflict(data: bytes) -> int | None:
    """Return the line in which the first unfinished merge begins."""
    begin = parted = None
    for mark in CONFLICT.finditer(data):
        if mark[1]:
            begin, parted = mark.start(), None
        elif mark[2]:
            parted = begin
        elif parted is not None:
            return data[:parted].count(b"\n") + 1
    return None


def size_limit(path: Path) -> int:
    """Return how many bytes a script or notebook may have."""
    return NOTEBOOK_LIMIT if is_notebook(path) else SCRIPT_LIMIT


def refuse_size(size: int, limit: int) -> None:
    """Raise SubmissionError if that is more than may be handed in."""
    if size > limit:
        remedy = (
            "Clear its outputs and save it again."
            if limit == NOTEBOOK_LIMIT
            else "Hand in the source alone, without data or pictures."
        )
        raise SubmissionError(
            f"is too large: {size / MEGABYTE:.1f} MB, and the limit is {limit // MEGABYTE} MB. {remedy}"
        )


def read_bytes(path: Path, limit: int) -> bytes:
    """Read a plain file without following a link or waiting; raise SubmissionError if it is none, or over `limit`."""
    try:
        descriptor = os.open(path, OPEN_FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise SubmissionError(_describe_kind(status.st_mode))
            # The size spares us reading a file that is far too large; what counts are the bytes that come.
            with open(descriptor, "rb", closefd=False) as file:
                data = file.read(limit + 1) if status.st_size <= limit else b""
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise SubmissionError("does not exist.") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise SubmissionError("is a symbolic link. Hand in the file itself.") from None
        raise SubmissionError(f"cannot be opened: {error.strerror}.") from None
    refuse_size(max(status.st_size, len(data)), limit)
    return data


def _describe_kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return f"is {kinds.get(stat.S_IFMT(mode), 'a device')}, not a file. Hand in a file of that name."


def _read_units(path: Path, data: bytes) -> tuple[Unit, ...]:
    for kind, marks in WIDE.items():
        if data.startswith(marks):
            raise SubmissionError(f"is saved as {kind}. Save it as UTF-8.")
    if not data.strip():
        raise SubmissionError("is empty. Perhaps it was not saved before it was handed in.")
    if is_notebook(path):
        return read_cells(data)
    text = _decode(data)
    if text.lstrip().startswith("{") and '"nbformat"' in text:
        raise SubmissionError("holds a notebook. Give it a name that ends in .ipynb.")
    if is_short(text):
        _refuse_syntax_error(text)
    return (Unit(one_line(path.name), text),)


def _decode(data: bytes) -> str:
    """Decode source as Python does: byte order mark, coding line, any kind of line end."""
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise SubmissionError(f"holds a NUL byte in line {line}: it is no plain text. Save it again as UTF-8.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        # The same exception stands for an unknown coding line and for two first lines that are no UTF-8.
        encoding = "utf-8"
        if "unknown encoding" in str(error) or "encoding problem" in str(error):
            raise SubmissionError("names an encoding that Python does not know. Save it as UTF-8.") from None
    try:
        if encoding in NOT_FOR_FILES:
            raise LookupError(encoding)
        text = data.decode(encoding)
        # Some encodings can spell half characters (surrogates), which no file and no pipe can hold.
        text.encode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SubmissionError(f"is not {encoding.upper()} text: see line {line}. Save it as UTF-8.") from None
    except (LookupError, ValueError):
        raise SubmissionError(f"cannot be read as {encoding}. Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_syntax_error(text: str) -> None:
    try:
        parse_strictly(text)
    except SyntaxError as error:
        where = f" in line {error.lineno}" if error.lineno else ""
        what = one_line(error.msg, limit=160)
        raise SubmissionError(f"has a syntax error{where}: {what}. Look there, and at the line above it.") from None
    # Python's parser answers source that is nested too deeply with either of these.
    except (MemoryError, RecursionError):
        raise SubmissionError("is nested too deeply for Python to read. Write it in smaller steps.") from None
    except ValueError as error:
        raise SubmissionError(f"cannot be read by Python: {one_line(str(error), limit=160)}.") from None
