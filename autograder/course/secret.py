"""An assignment's secret: a line of random text beside its hidden checks, from which they draw what nobody can know.

It lies in NAME.secret, for its owner alone, and git ignores it: every copy of the course draws its own. Whoever grades
the same class on another machine copies the file there; a result says by its digest with which one it was made.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from autograder.course.course import Assignment
from autograder.errors import CourseError

SECRET = ".secret"


def draw_secret(assignment: Assignment) -> None:
    """Write the assignment's secret if its hidden checks need one and there is none yet.

    Raise CourseError where that cannot be done. Among students' files there are no hidden checks, and no secret.
    """
    if not assignment.secret or not assignment.hidden_checks:
        return
    path = assignment.path(SECRET)
    try:
        # Another process may be at it, too: the first one's counts.
        with contextlib.suppress(FileExistsError), open(path, "x", encoding="ascii", opener=_open_private) as file:
            file.write(secrets.token_hex(16) + "\n")
    except OSError as error:
        raise CourseError(
            f"{path} is missing and cannot be written ({error.strerror}): copy it from where the class is graded"
        ) from None


def read_seed(folder: Path) -> int:
    """Return a number below 2⁶³ that follows from the secret in a folder; raise CourseError where there is none."""
    key = read_key(folder)
    if not key:
        raise CourseError(f"{folder} has no secret yet: autograder prove {folder.name} draws one")
    return int.from_bytes(key[:8]) >> 1


def read_key(folder: Path) -> bytes:
    """Return bytes that follow from the secret in an assignment's folder, none without one."""
    path = next(iter(sorted(folder.glob(f"*{SECRET}"))), None)
    return hashlib.sha256(path.read_bytes().strip()).digest() if path is not None else b""


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
