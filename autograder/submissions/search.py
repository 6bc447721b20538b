"""Search one student's folder, such as a clone, for the one file that is their answer."""

import difflib
import os
from collections import deque
from itertools import islice
from pathlib import Path

from autograder.submissions.submission import SubmissionError, one_line

ENTRY_LIMIT = 20_000
SKIPPED = ("__pycache__", "env", "node_modules", "site-packages", "venv")
SHOWN = 3


def find_answers(folder: Path, assignment: str, stem: str) -> list[Path]:
    """Give the path of the student's answer, `stem`.py or `stem`.ipynb or both, wherever it lies in their folder."""
    if folder.is_symlink():
        raise SubmissionError("is a symbolic link. Put the folder itself there.")
    return choose_answers(folder, _list_files(folder, (f"{stem}.py", f"{stem}.ipynb")), assignment, stem)


def choose_answers(folder: Path, files: list[Path], assignment: str, stem: str) -> list[Path]:
    """Give the one of a folder's files that is the answer, `stem`.py or `stem`.ipynb, or both that lie side by side.

    Of those in several places, the only ones in a folder named like the assignment are meant; else raise
    SubmissionError.
    """
    wanted = (f"{stem}.py", f"{stem}.ipynb")
    answers = [path for path in files if path.name in wanted]
    at_home = [path for path in answers if path.parent.name == assignment]
    for meant in (at_home, answers):
        if len({path.parent for path in meant}) == 1:
            return meant
    if answers:
        raise SubmissionError(f"has {_name_some(folder, answers)}. Keep one of them.")
    raise SubmissionError(f"has no {wanted[0]} and no {wanted[1]}.{_guess_meant(files, wanted)}")


def is_skipped(folder: str) -> bool:
    """Return whether tools keep copies in a folder of this name."""
    return folder in SKIPPED or folder.startswith(".")


def refuse_count(files: int) -> None:
    """Raise SubmissionError if a folder holds more files than may be handed in."""
    if files > ENTRY_LIMIT:
        raise SubmissionError(f"holds more than {ENTRY_LIMIT:,} files. Remove what is not part of the answer.")


def _list_files(folder: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Give everything in the folder that is no folder, and everything of a wanted name, whatever it is."""
    files: list[Path] = []
    seen, waiting = 0, deque([folder])
    while waiting:
        subfolder = waiting.popleft()
        try:
            # Links are not followed: they could lead to another student's answer.
            with os.scandir(subfolder) as listing:
                some = islice(listing, ENTRY_LIMIT + 1)
                entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in some]
        except OSError as error:
            raise SubmissionError(f"cannot be searched: {one_line(subfolder.name)}: {error.strerror}.") from None
        seen += len(entries)
        refuse_count(seen)
        # A virtual environment says what it is, under any name.
        if ("pyvenv.cfg", False) in entries:
            continue
        for name, is_folder in sorted(entries):
            if is_folder and name not in wanted:
                if not is_skipped(name):
                    waiting.append(subfolder / name)
            else:
                files.append(subfolder / name)
    return files


def _name_some(folder: Path, answers: list[Path]) -> str:
    names = [one_line(str(path.relative_to(folder))) for path in answers[:SHOWN]]
    if len(answers) > SHOWN:
        names.append(f"{len(answers) - SHOWN} more")
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _guess_meant(files: list[Path], wanted: tuple[str, ...]) -> str:
    sources = [path.name for path in files if path.suffix.lower() in (".py", ".ipynb", ".txt")]
    names = {name.lower(): name for name in sources[:500] if not name.startswith("test_")}
    for right_name in wanted:
        for near in difflib.get_close_matches(right_name, names, n=1, cutoff=0.7):
            return f" If {one_line(names[near])} is the answer, call it {right_name}."
    return ""
