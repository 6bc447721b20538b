"""Find the submissions in a folder, the name of each one's student, and when it was handed in."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import NOBODY, Directory
from autograder.submissions.choose import choose_answer, find_strays, say_beside
from autograder.submissions.clones import date_answer, hint_at_branches, read_clone
from autograder.submissions.histories import Histories
from autograder.submissions.kinds import SOURCES, is_source
from autograder.submissions.layout import Entry, enter, list_entries
from autograder.submissions.neighbours import say_whose
from autograder.submissions.pair import date_file, read_answers
from autograder.submissions.read import read_bytes, read_submission
from autograder.submissions.search import is_archive, is_bare, list_files
from autograder.submissions.spool import Spool
from autograder.submissions.submission import Submission, SubmissionError, one_line
from autograder.submissions.timestamps import read_timestamp
from autograder.submissions.wanted import Wanted

NOTE_LIMIT = 100
STAMP = "timestamp.txt"


@dataclass(frozen=True)
class Search:
    """What is looked for in a class's folder, and how it is read."""

    wanted: Wanted
    at: Callable[[str], datetime] | None = None  # the moment that counts for a student, as of which clones are read
    dated: bool = False  # whether submissions say when they were handed in, where that can be told
    spool: Spool | None = None  # where their texts are, and not in memory


def find_each(folder: Path, searches: Sequence[Search], directory: Directory = NOBODY) -> list[list[Submission]]:
    """Give, for each search, one submission per student, sorted by student; each clone's history is read once.

    One that cannot be read says why in its `error`. `directory` tells which names mean the same student.
    """
    folder = enter(folder)
    entries = [(at, entry) for at, each in enumerate(searches) for entry in _list_entries(folder, each, directory)]
    found: list[list[Submission]] = [[] for _ in searches]
    with Histories() as histories:
        for at, entry in sorted(entries, key=lambda each: (each[1].student, each[0])):
            spool, submission = searches[at].spool, _read_in_any_case(entry, searches[at], histories)
            found[at].append(submission if spool is None else spool.keep(submission))
    return found


def _list_entries(folder: Path, search: Search, directory: Directory) -> list[Entry]:
    entries = list_entries(folder, search.wanted, directory)
    if not entries:
        packed = next((path for path in sorted(folder.iterdir()) if is_archive(path)), None)
        raise AutograderError(
            f"{folder} holds no submissions. {f'Unpack {packed.name}. ' if packed else ''}Give a folder with a file "
            "per student (ada.py, ada.ipynb), or with a folder per student."
        )
    if search.at is not None and not any(os.path.exists(path / ".git") for entry in entries for path in entry.paths):
        raise AutograderError(f"{folder} holds no clones, and only clones tell what they held at another time.")
    return entries


def read_answer(student: str, folder: Path, wanted: Wanted) -> Submission:
    """Return the answer in a student's folder, wherever it lies there; raise SubmissionError where there is none."""

    def read(path: Path) -> Submission:
        return read_submission(student, path)

    files = list_files(folder, wanted.files)
    return choose_answer(folder, files, wanted, read, lambda each: date_file(each.path))


def _read_in_any_case(entry: Entry, search: Search, histories: Histories) -> Submission:
    try:
        return _read_entry(entry, search, histories)
    except AutograderError:
        raise
    # What else one student's files may do to us costs that student, not the class.
    except Exception as error:
        what = f"{one_line(entry.paths[0].name)} cannot be read ({type(error).__name__}). Look at it by hand."
        return Submission(entry.student, entry.paths[0], None, (), what)


def _read_entry(entry: Entry, search: Search, histories: Histories) -> Submission:
    path, wanted = entry.paths[0], search.wanted
    if len(entry.others) > 1:
        what = f"{one_line(path.name)} holds the work of {' and '.join(map(one_line, entry.others[:2]))}"
        what += f"{' and others' * (len(entry.others) > 2)}: grade it as a folder of its own."
        return Submission(entry.student, path, None, (), what)
    if len(entry.paths) > 1:
        return _read_several(entry, wanted, histories)
    if is_bare(path):
        return Submission(entry.student, path, None, (), f"{one_line(path.name)} is a bare repository: clone it.")
    if search.at is not None:
        submission = read_clone(entry.student, path, wanted, search.at(entry.student), histories)
        return hint_at_branches(submission, path, wanted, histories)
    submission = _read_one(entry.student, path, wanted, histories)
    return _date(submission, path, histories) if search.dated and submission.error is None else submission


def _read_several(entry: Entry, wanted: Wanted, histories: Histories) -> Submission:
    """Read the one answer of a student of whom several files or folders came."""
    paths, notes = _keep_newest(entry, wanted)
    if len(paths) == 1 or sorted(path.suffix.lower() for path in paths) == sorted(SOURCES):
        if not os.path.isfile(paths[0]):
            submission = _read_one(entry.student, paths[0], wanted, histories)
            return replace(submission, notes=(*submission.notes, *notes))
        submission = _read_files(entry.student, paths, wanted)
        beside = [path for path in entry.downloads if path not in paths and is_source(path)]
        strays = find_strays(beside, wanted, partial(read_submission, entry.student))
        said = say_beside(submission, [] if notes else strays, paths[0].parent)
        return replace(submission, notes=(*submission.notes, *notes, *said))
    names = " and ".join(one_line(path.name) for path in paths)
    return Submission(entry.student, paths[0], None, (), f"{names} are of the same student: keep one of them.")


def _keep_newest(entry: Entry, wanted: Wanted) -> tuple[list[Path], tuple[str, ...]]:
    """Return what counts of a platform's download: of files by the answer's name, the last attempt of each."""
    if len(entry.downloads) < len(entry.paths):
        return entry.paths, ()
    named = {path: each for path, each in entry.downloads.items() if each.file in wanted.files}
    # A folder holds files; beside it may lie one with what was typed into the browser.
    meant = named or {path: each for path, each in entry.downloads.items() if not each.file} or entry.downloads
    newest: dict[str, Path] = {}
    for path, each in sorted(meant.items(), key=lambda item: item[1].order):
        newest[each.file] = path
    kept = list(newest.values())
    older = [one_line(path.name) for path in meant if path not in kept]
    note = (f"Graded is the newest, {one_line(kept[-1].name)}; before it came {', '.join(older)}.",) if older else ()
    return kept, note


def _read_one(student: str, path: Path, wanted: Wanted, histories: Histories) -> Submission:
    if is_source(path):
        return _read_files(student, [path], wanted)
    if os.path.isfile(path):
        remedy = "an archive: unpack it into a folder." if is_archive(path) else "neither a script nor a notebook."
        right = f" If it is the answer, call it {one_line(path.stem)}." if is_source(path.stem) else ""
        return Submission(student, path, None, (), f"{one_line(path.name)} is {remedy}{right}")
    try:
        submission = read_answer(student, path, wanted)
    except SubmissionError as error:
        inner = " Perhaps it is in a submodule." if os.path.isfile(path / ".gitmodules") else ""
        submission = Submission(student, path, None, (), f"{one_line(path.name)} {error}{inner}")
    return hint_at_branches(submission, path, wanted, histories)


def _read_files(student: str, paths: Sequence[Path], wanted: Wanted) -> Submission:
    answer = read_answers(student, paths)
    return replace(answer, notes=(*answer.notes, *say_whose(answer, wanted)))


def _date(submission: Submission, folder: Path, histories: Histories) -> Submission:
    """Add when a submission was handed in, where its commits or nbgrader's note beside it tell."""
    if submission.path == folder:
        return submission
    if os.path.exists(folder / ".git"):
        return date_answer(submission, folder, histories)
    try:
        note = read_bytes(submission.path.with_name(STAMP), NOTE_LIMIT).decode()
        return replace(submission, submitted=read_timestamp(note))
    except SubmissionError:
        return submission
    except ValueError as error:
        return replace(submission, undated=f"{STAMP}: {one_line(str(error))}")
