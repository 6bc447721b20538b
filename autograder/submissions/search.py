"""List the files of one student's folder, such as a clone, and name those that matter."""

import difflib
import os
from collections import deque
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from autograder.submissions.kinds import is_notebook, is_source
from autograder.submissions.submission import SubmissionError, join_words, one_line

ENTRY_LIMIT = 20_000
SKIPPED = ("__pycache__", "env", "node_modules", "site-packages", "venv")
SHOWN = 3
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")


def is_skipped(folder: str) -> bool:
    """Return whether tools keep copies in a folder of this name."""
    return folder in SKIPPED or folder.startswith(".")


def is_environment(folder: Path) -> bool:
    """Return whether a folder is a virtual environment, which says so under any name."""
    return os.path.isfile(folder / "pyvenv.cfg")


def is_archive(path: Path) -> bool:
    """Return whether a file is an archive, by its name."""
    return path.suffix.lower() in ARCHIVES


def is_bare(folder: Path) -> bool:
    """Return whether a folder is a git repository without files, as servers keep it."""
    return os.path.isfile(folder / "HEAD") and os.path.isdir(folder / "objects") and os.path.isdir(folder / "refs")


def refuse_count(files: int) -> None:
    """Raise SubmissionError if a folder holds more files than may be handed in."""
    if files > ENTRY_LIMIT:
        raise SubmissionError(f"holds more than {ENTRY_LIMIT:,} files. Remove what is not part of the answer.")


def list_files(folder: Path, wanted: tuple[str, ...]) -> list[Path]:
    """Give everything in the folder that is no folder, and everything of a wanted name, whatever it is."""
    if folder.is_symlink():
        raise SubmissionError("is a symbolic link. Put the folder itself there.")
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


def name_some(folder: Path, answers: Sequence[Path]) -> str:
    """Return the names of some files in a folder, for the middle of a line."""
    names = [one_line(str(path.relative_to(folder))) for path in answers[:SHOWN]]
    if len(answers) > SHOWN:
        names.append(f"{len(answers) - SHOWN} more")
    return join_words(names)


def guess_meant(files: Sequence[Path], wanted: tuple[str, ...]) -> str:
    """Return a sentence that names a file whose name is almost a wanted one, or an archive; nothing without either."""
    sources = [path.name for path in files if is_source(path) or path.suffix.lower() == ".txt"]
    names = {name.lower(): name for name in sources[:500] if not name.startswith("test_")}
    for right_name in wanted:
        own = [name for name in names if is_notebook(name) == is_notebook(right_name)]
        for near in difflib.get_close_matches(right_name, own, n=1, cutoff=0.7):
            return f" If {one_line(names[near])} is the answer, call it {right_name}."
    packed = next((path for path in files if is_archive(path)), None)
    return f" Perhaps it is in {one_line(packed.name)}: unpack that." if packed else ""
