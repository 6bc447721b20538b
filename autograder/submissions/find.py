"""Find the submissions in a folder, whichever of three layouts it has, and the name of each one's student.

files       SUBMISSIONS/ada.py, SUBMISSIONS/bob.ipynb
clones      SUBMISSIONS/01_network-ada/…/network.py, wherever it lies in the clone
nbgrader    submitted/ada/01_network/network.ipynb
"""

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import Directory
from autograder.submissions.clones import date_answer, read_clone
from autograder.submissions.pair import SUFFIXES, read_answers
from autograder.submissions.read import read_bytes
from autograder.submissions.search import SKIPPED, find_answers
from autograder.submissions.submission import Submission, SubmissionError, one_line
from autograder.submissions.timestamps import read_timestamp

NOTE_LIMIT = 100
STAMP = "timestamp.txt"
NOBODY = Directory()


def find_submissions(
    folder: Path,
    assignment: str,
    directory: Directory = NOBODY,
    *,
    at: Callable[[str], datetime] | None = None,
    dated: bool = False,
) -> list[Submission]:
    """Give one submission per student, sorted by student; one that cannot be read says why in its `error`.

    `directory` tells which names mean the same student. With `at`, which gives the moment that counts for a student,
    clones are read as they were then. With `dated`, submissions say when they were handed in, where that can be told.
    """
    found: dict[str, list[Path]] = {}
    names: dict[str, str] = {}
    folder = _enter(folder)
    prefixes = _list_prefixes(folder, assignment)
    for path in _list_entries(folder):
        name = path.stem if path.suffix.lower() in SUFFIXES else _strip_prefix(path.name, prefixes)
        # As everybody but macOS writes it.
        student = unicodedata.normalize("NFC", name)
        found.setdefault(names.setdefault(directory.identify(student), student), []).append(path)
    if not found:
        raise AutograderError(
            f"{folder} holds no submissions. Give a folder with a file per student (ada.py, ada.ipynb), "
            "or with a folder per student."
        )
    if at is not None and not any((path / ".git").is_dir() for paths in found.values() for path in paths):
        raise AutograderError(f"{folder} holds no clones, and only clones tell what they held at another time.")
    submissions = []
    for student, paths in sorted(found.items()):
        path = paths[0]
        if len(paths) > 1:
            submissions.append(_read_several(student, paths))
        elif at is not None:
            submissions.append(read_clone(student, path, assignment, _file_stem(assignment), at(student)))
        else:
            submission = _read_one(student, path, assignment)
            submissions.append(_date(submission, path) if dated and submission.error is None else submission)
    return submissions


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
    # An assignment's own name may hold the word, too: the longest slug first.
    slugs = [name[: match.start()] for match in re.finditer(r"(?<=.)[-_]submissions(?=[-_]|$)", name)]
    return (*(f"{slug}-" for slug in reversed(slugs)), f"{assignment}-", f"{dashed}-", f"{bare}-")


def _strip_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if name.startswith(prefix) and name != prefix:
            return name.removeprefix(prefix)
    return name


def _file_stem(assignment: str) -> str:
    return re.sub(r"^\d+_", "", assignment)


def _read_several(student: str, paths: list[Path]) -> Submission:
    if sorted(path.suffix for path in paths) == sorted(SUFFIXES):
        return read_answers(student, paths)
    names = " and ".join(one_line(path.name) for path in paths)
    return Submission(student, paths[0], None, (), f"{names} are of the same student: keep one of them.")


def _read_one(student: str, path: Path, assignment: str) -> Submission:
    if path.suffix.lower() in SUFFIXES:
        return read_answers(student, [path])
    try:
        return read_answers(student, find_answers(path, assignment, _file_stem(assignment)))
    except SubmissionError as error:
        return Submission(student, path, None, (), f"{one_line(path.name)} {error}")


def _date(submission: Submission, folder: Path) -> Submission:
    """Add when a submission was handed in, where its commits or nbgrader's note beside it tell."""
    if submission.path == folder:
        return submission
    if (folder / ".git").exists():
        return date_answer(submission, folder)
    try:
        note = read_bytes(submission.path.with_name(STAMP), NOTE_LIMIT).decode()
        return replace(submission, submitted=read_timestamp(note))
    except SubmissionError:
        return submission
    except ValueError as error:
        return replace(submission, undated=f"{STAMP}: {one_line(str(error))}")
