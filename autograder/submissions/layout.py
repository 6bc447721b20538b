"""Tell whose each entry of a folder of submissions is, whichever way the folder was made.

files       SUBMISSIONS/ada.py, SUBMISSIONS/bob.ipynb
clones      SUBMISSIONS/01_network-ada/…/network.py, wherever it lies in the clone
nbgrader    submitted/ada/01_network/network.ipynb
downloads   "download all submissions" of Canvas, Moodle, Blackboard, Gradescope, Brightspace, ILIAS and Sakai
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import Directory, fold
from autograder.people.downloads import Download, read_download, read_submitters
from autograder.submissions.kinds import is_source
from autograder.submissions.search import is_archive, is_environment
from autograder.submissions.wanted import Wanted

README = re.compile(r"readme(\.\w+)?", re.IGNORECASE)
METADATA = "submission_metadata.yml"  # of Gradescope
WHOLE = re.compile(r"submission|export|download|assignment", re.IGNORECASE)
MOST_AROUND = 3  # folders around all that is in an archive
BY_TOOLS = ("__pycache__", "__MACOSX", "node_modules", "site-packages")


@dataclass
class Entry:
    """What lies in the folder of one student."""

    student: str
    paths: list[Path] = field(default_factory=list)
    downloads: dict[Path, Download] = field(default_factory=dict)  # of the paths that a platform named
    others: tuple[str, ...] = ()  # on the roster, whose work lies in a folder of nobody on it


def enter(folder: Path) -> Path:
    """Return the folder that holds the submissions; raise AutograderError if it cannot be one."""
    if not os.path.exists(folder):
        raise AutograderError(f"There is no folder {folder}. Give the folder that holds the submissions.")
    if not os.path.isdir(folder):
        raise AutograderError(f"{folder} is a file. Give the folder that holds the submissions.")
    # The root of an nbgrader course holds its submissions in a folder of this name.
    submitted = folder / "submitted"
    if os.path.isdir(submitted):
        return submitted
    # Whoever unpacks an archive often gets a folder around all that is in it.
    around = folder
    for _ in range(MOST_AROUND):
        inner = list(_list_paths(around))
        if len(inner) != 1 or not os.path.isdir(inner[0]):
            break
        around = inner[0]
        if _holds_class(around):
            return around
    return folder


def _holds_class(folder: Path) -> bool:
    """Say for certain whether a folder holds many students' work: as platforms name it, or as clones."""
    if os.path.exists(folder / ".git"):
        return False
    return os.path.isfile(folder / METADATA) or any(
        read_download(path.name) or os.path.exists(path / ".git") for path in _list_paths(folder)
    )


def list_entries(folder: Path, wanted: Wanted, directory: Directory) -> list[Entry]:
    """Return what lies in the folder, by student: not what platforms and people put beside submissions."""
    if _is_one_student(folder, wanted):
        name = _strip_prefix(folder.resolve().name, _list_prefixes(folder.resolve().parent, wanted))
        return [Entry(unicodedata.normalize("NFC", name), [folder])]
    prefixes = _list_prefixes(folder, wanted)
    submitters = read_submitters(folder / METADATA)
    paths = list(_list_paths(folder))
    namesakes = _list_namesakes(paths)
    inferred = _infer_prefix(paths, prefixes, directory)
    prefixes = (*prefixes, *inferred)
    found: dict[str, Entry] = {}
    for path in paths:
        owners: Sequence[Download | None] = submitters.get(path.name) or [read_download(path.name)]
        for download in owners:
            if download is None:
                is_file = is_source(path)
                name = (
                    _strip_prefix(path.stem, inferred)
                    if is_file
                    else _strip_suffix(_strip_prefix(path.name, prefixes), directory)
                )
            else:
                name = _name_student(download, directory, namesakes)
            student = _spell(name)
            entry = found.setdefault(directory.identify(student), Entry(student))
            entry.paths.append(path)
            if download is not None:
                entry.downloads[path] = download
    for entry in found.values():
        if directory.people and directory.find(entry.student) is None:
            entry.others = tuple(_list_owners(entry.paths[0], prefixes, directory))
    # What cannot be read is said of who has nothing else: nobody vanishes.
    is_download = any(read_download(path.name) for path in paths)
    for path, named in _list_others(folder, directory, is_download=is_download):
        name = _strip_suffixes(path.name) if named is None else _name_student(named, directory, namesakes)
        student = _spell(_strip_prefix(name, prefixes))
        found.setdefault(directory.identify(student), Entry(student, [path]))
    return list(found.values())


def _list_owners(folder: Path, prefixes: tuple[str, ...], directory: Directory) -> Iterator[str]:
    """Yield who on the roster something in a folder is called after."""
    names = [path.stem if is_source(path) else path.name for path in folder.glob("*")]
    for name in sorted(names):
        person = directory.find(_strip_prefix(name, prefixes))
        if person is not None:
            yield person.student


def _is_one_student(folder: Path, wanted: Wanted) -> bool:
    """Say whether this is the folder of one student, such as a single clone, and not one of many."""
    if os.path.isdir(folder / "assignments" / wanted.assignment) or os.path.isfile(folder / f"test_{wanted.stem}.py"):
        if os.path.isdir(folder / "solutions"):
            raise AutograderError(f"{folder} is the course's own repository. Give the folder with the submissions.")
        return True
    return os.path.isdir(folder / ".git") and any(os.path.isfile(folder / name) for name in wanted.files)


def _list_paths(folder: Path) -> Iterator[Path]:
    try:
        # Names are sorted a hundred times faster than paths.
        paths = [folder / name for name in sorted(os.listdir(folder))]
    except OSError as error:
        raise AutograderError(f"{folder} cannot be opened: {error.strerror}.") from None
    for path in paths:
        beside = path.name.startswith(".") or README.fullmatch(path.name) or path.name in BY_TOOLS
        if not beside and (is_source(path) or (os.path.isdir(path) and not is_environment(path))):
            yield path


def _list_others(folder: Path, directory: Directory, *, is_download: bool) -> Iterator[tuple[Path, Download | None]]:
    """Yield files of students that are no answers: what they or a platform named after them, archives, ada.py.txt.

    The archive that all of it came in is nobody's: platforms call it after the course.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or is_source(path) or not os.path.isfile(path):
            continue
        download = read_download(path.name)
        name = _strip_suffixes(path.name)
        is_own = is_source(path.stem) or (is_archive(path) and not (is_download or WHOLE.search(name)))
        if download is not None or (directory.find(name) is not None if directory.people else is_own):
            yield path, download


def _strip_suffixes(name: str) -> str:
    """Return a file's name without its suffix, or all that say what it is: "ada.tar.gz" and "ada.py.txt" are of ada."""
    stem = Path(name).stem
    return _strip_suffixes(stem) if is_source(stem) or (is_archive(Path(name)) and is_archive(Path(stem))) else stem


def _spell(name: str) -> str:
    """Return a name as everybody but macOS writes it, without blanks around it."""
    return unicodedata.normalize("NFC", name).strip() or name


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


def _infer_prefix(paths: Sequence[Path], prefixes: tuple[str, ...], directory: Directory) -> tuple[str, ...]:
    """Give what stands in front of names on the roster, where most of what would be nobody's on it begins so.

    Nobody who has something under their own name gets more by it.
    """
    present, unknown = set(), 0
    found: dict[str, set[str]] = {}
    for path in paths if directory.people else ():
        name = path.stem if is_source(path) else _strip_suffix(_strip_prefix(path.name, prefixes), directory)
        if read_download(path.name):
            continue
        if (person := directory.find(name)) is not None:
            present.add(person.student)
            continue
        unknown += 1
        for match in re.finditer("[-_]", name):
            if (person := directory.find(_strip_suffix(name[match.end() :], directory))) is not None:
                found.setdefault(name[: match.end()].lower(), set()).add(person.student)
    return tuple(
        prefix for prefix, people in found.items() if len(people) > max(unknown / 2, 1) and present.isdisjoint(people)
    )


def _strip_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        # Classroom 50 writes what it was given in small letters.
        if name.lower().startswith(prefix.lower()) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name


def _strip_suffix(name: str, directory: Directory) -> str:
    """Return a folder's name without what git puts behind a bare repository, and GitHub behind what it zips."""
    name = name.removesuffix(".git")
    shorter = re.sub(r"-(main|master)$", "", name)
    return shorter if directory.find(name) is None and directory.find(shorter) is not None else name


def _list_namesakes(paths: Sequence[Path]) -> set[str]:
    """Return the names that a platform's download has for more than one student, told apart by their numbers."""
    numbers: dict[str, set[str]] = {}
    for path in paths:
        if download := read_download(path.name):
            numbers.setdefault(fold(download.student), set()).add(download.number)
    return {name for name, several in numbers.items() if len(several) > 1}


def _name_student(download: Download, directory: Directory, namesakes: set[str]) -> str:
    known = (person for name in download.longer if (person := directory.find(name)))
    person = next(known, None) or directory.find(download.student, *download.others)
    is_shared = fold(download.student) in namesakes
    if person is None and download.full_name and not is_shared:
        # Of a group, Moodle writes the group's name in front.
        person = directory.find_named(download.full_name) or directory.find_named(download.full_name.partition("-")[2])
    if person is not None:
        return person.student
    return f"{download.student}_{download.number}" if is_shared else download.student
