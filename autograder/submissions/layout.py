"""Tell whose each entry of a folder of submissions is, whichever way the folder was made.

files       SUBMISSIONS/ada.py, SUBMISSIONS/bob.ipynb
clones      SUBMISSIONS/01_network-ada/…/network.py, wherever it lies in the clone
nbgrader    submitted/ada/01_network/network.ipynb
downloads   "download all submissions" of Canvas, Moodle, Blackboard and Gradescope, unpacked
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import Directory, fold
from autograder.people.downloads import Download, read_download, read_submitters
from autograder.submissions.search import SOURCES, is_environment
from autograder.submissions.wanted import Wanted

README = re.compile(r"readme(\.\w+)?", re.IGNORECASE)
BY_TOOLS = ("__pycache__", "__MACOSX", "node_modules", "site-packages")


@dataclass
class Entry:
    """What lies in the folder of one student."""

    student: str
    paths: list[Path] = field(default_factory=list)
    downloads: dict[Path, Download] = field(default_factory=dict)  # of the paths that a platform named


def enter(folder: Path) -> Path:
    """Return the folder that holds the submissions; raise AutograderError if it cannot be one."""
    if not folder.exists():
        raise AutograderError(f"There is no folder {folder}. Give the folder that holds the submissions.")
    if not folder.is_dir():
        raise AutograderError(f"{folder} is a file. Give the folder that holds the submissions.")
    # The root of an nbgrader course holds its submissions in a folder of this name.
    submitted = folder / "submitted"
    return submitted if submitted.is_dir() else folder


def list_entries(folder: Path, wanted: Wanted, directory: Directory) -> list[Entry]:
    """Return what lies in the folder, by student: not what platforms and people put beside submissions."""
    if _is_one_student(folder, wanted):
        name = _strip_prefix(folder.resolve().name, _list_prefixes(folder.resolve().parent, wanted))
        return [Entry(unicodedata.normalize("NFC", name), [folder])]
    prefixes = _list_prefixes(folder, wanted)
    submitters = read_submitters(folder / "submission_metadata.yml")
    namesakes = _list_namesakes(folder)
    found: dict[str, Entry] = {}
    for path in _list_paths(folder):
        download = submitters.get(path.name) or read_download(path.name)
        if download is None:
            name = path.stem if path.suffix.lower() in SOURCES else _strip_prefix(path.name, prefixes)
        else:
            name = _name_student(download, directory, namesakes)
        # As everybody but macOS writes it.
        student = unicodedata.normalize("NFC", name)
        entry = found.setdefault(directory.identify(student), Entry(student))
        entry.paths.append(path)
        if download is not None:
            entry.downloads[path] = download
    return list(found.values())


def _is_one_student(folder: Path, wanted: Wanted) -> bool:
    """Say whether this is the folder of one student, such as a single clone, and not one of many."""
    if (folder / "assignments" / wanted.assignment).is_dir() or (folder / f"test_{wanted.stem}.py").is_file():
        if (folder / "solutions").is_dir():
            raise AutograderError(f"{folder} is the course's own repository. Give the folder with the submissions.")
        return True
    return (folder / ".git").is_dir() and any((folder / name).is_file() for name in wanted.files)


def _list_paths(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise AutograderError(f"{folder} cannot be opened: {error.strerror}.") from None
    for path in paths:
        beside = path.name.startswith(".") or README.fullmatch(path.name) or path.name in BY_TOOLS
        if not beside and (path.suffix.lower() in SOURCES or (path.is_dir() and not is_environment(path))):
            yield path


def _list_prefixes(folder: Path, wanted: Wanted) -> tuple[str, ...]:
    """Give what platforms put before a student's name in the name of a clone.

    Only known prefixes help: a student's name may itself contain dashes.
    """
    name = os.path.basename(os.path.abspath(folder))
    if name == "submitted":
        return ()
    dashed = wanted.assignment.replace("_", "-")
    # An assignment's own name may hold the word, too: the longest slug first.
    slugs = [name[: match.start()] for match in re.finditer(r"(?<=.)[-_]submissions(?=[-_]|$)", name)]
    return (*(f"{slug}-" for slug in reversed(slugs)), f"{wanted.assignment}-", f"{dashed}-", f"{wanted.stem}-")


def _strip_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        # Classroom 50 writes what it was given in small letters.
        if name.lower().startswith(prefix.lower()) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name


def _list_namesakes(folder: Path) -> set[str]:
    """Return the names that a platform's download has for more than one student, told apart by their numbers."""
    numbers: dict[str, set[str]] = {}
    for path in _list_paths(folder):
        if download := read_download(path.name):
            numbers.setdefault(fold(download.student), set()).add(download.number)
    return {name for name, several in numbers.items() if len(several) > 1}


def _name_student(download: Download, directory: Directory, namesakes: set[str]) -> str:
    person = directory.find(download.student, *download.others)
    is_shared = fold(download.student) in namesakes
    if person is None and download.full_name and not is_shared:
        person = directory.find_named(download.full_name)
    if person is not None:
        return person.student
    return f"{download.student}_{download.number}" if is_shared else download.student
