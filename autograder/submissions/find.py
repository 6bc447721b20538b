"""Find the submissions in a folder, whichever of three layouts it has, and the name of each one's student.

files       SUBMISSIONS/ada.py, SUBMISSIONS/bob.ipynb
clones      SUBMISSIONS/01_network-ada/…/network.py, wherever it lies in the clone
nbgrader    submitted/ada/01_network/network.ipynb
"""

import os
import re
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submissions.read import read_submission
from autograder.submissions.search import SKIPPED, find_answer
from autograder.submissions.submission import Submission, SubmissionError, one_line

SUFFIXES = (".py", ".ipynb")


def find_submissions(folder: Path, assignment: str) -> list[Submission]:
    """Give one submission per student, sorted by student; one that cannot be read says why in its `error`."""
    found: dict[str, list[Path]] = {}
    folder = _enter(folder)
    prefixes = _list_prefixes(folder, assignment)
    for path in _list_entries(folder):
        student = path.stem if path.suffix.lower() in SUFFIXES else _strip_prefix(path.name, prefixes)
        found.setdefault(student, []).append(path)
    if not found:
        raise AutograderError(
            f"{folder} holds no submissions. Give a folder with a file per student (ada.py, ada.ipynb), "
            "or with a folder per student."
        )
    return [_read_one(student, paths, assignment) for student, paths in sorted(found.items())]


def _enter(folder: Path) -> Path:
    if not folder.exists():
        raise AutograderError(f"There is no folder {folder}. Give the folder that holds the submissions.")
    if not folder.is_dir():
        raise AutograderError(f"{folder} is a file. Give the folder that holds the submissions.")
    # The root of an nbgrader course holds its submissions in a folder of this name.
    submitted = folder / "submitted"
    return submitted if submitted.is_dir() else folder


def _list_entries(folder: Path) -> list[Path]:
    """Give the files that look like submissions, and the folders: not what platforms and people put beside them."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise AutograderError(f"{folder} cannot be opened: {error.strerror}.") from None
    return [
        path
        for path in paths
        if not path.name.startswith(".") and not path.name.upper().startswith("README") and path.name not in SKIPPED
        if path.suffix.lower() in SUFFIXES or path.is_dir()
    ]


def _list_prefixes(folder: Path, assignment: str) -> tuple[str, ...]:
    """Give what platforms put before a student's name in the name of a clone.

    Only known prefixes help: a student's name may itself contain dashes.
    """
    name = os.path.basename(os.path.abspath(folder))
    if name == "submitted":
        return ()
    dashed, bare = assignment.replace("_", "-"), _file_stem(assignment)
    slug = re.fullmatch(r"(.+?)[-_]submissions([-_].*)?", name)
    return (*([f"{slug[1]}-"] if slug else []), f"{assignment}-", f"{dashed}-", f"{bare}-")


def _strip_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if name.startswith(prefix) and name != prefix:
            return name.removeprefix(prefix)
    return name


def _file_stem(assignment: str) -> str:
    return re.sub(r"^\d+_", "", assignment)


def _read_one(student: str, paths: list[Path], assignment: str) -> Submission:
    path = paths[0]
    if len(paths) > 1:
        names = " and ".join(one_line(path.name) for path in paths)
        return Submission(student, path, None, (), f"{names} are of the same student: keep one of them.")
    if path.suffix.lower() in SUFFIXES:
        return read_submission(student, path)
    try:
        return read_submission(student, find_answer(path, assignment, _file_stem(assignment)))
    except SubmissionError as error:
        return Submission(student, path, None, (), f"{one_line(path.name)} {error}")
