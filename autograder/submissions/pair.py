"""Tell which of two files is the answer where a script and a notebook of the same assignment lie side by side."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.submissions.kinds import SOURCES, is_script
from autograder.submissions.read import read_submission
from autograder.submissions.search import guess_meant
from autograder.submissions.several import complete
from autograder.submissions.submission import Submission, one_line
from autograder.submissions.work import find_work


def read_answers(student: str, paths: Sequence[Path]) -> Submission:
    """Read the one file there is, or of a script and a notebook the one that was worked on."""
    submissions = [read_submission(student, path) for path in sorted(paths, key=date_file)]
    return choose_worked_on(submissions)


def read_own_answer(folder: Path, module: str, files: Sequence[str] = ()) -> Submission:
    """Read the answer in an assignment's folder, one file or several `files`; its student is whoever asks."""
    own = [folder / f"{module}{suffix}" for suffix in SOURCES]
    answer = read_answers("", [path for path in own if os.path.exists(path)] or own[:1])
    if answer.error is not None and not os.path.exists(answer.path):
        beside = sorted(path for path in folder.glob("*") if os.path.isfile(path)) if os.path.isdir(folder) else []
        meant = guess_meant(beside, tuple(path.name for path in own))
        answer = replace(answer, error=f"{answer.error}{meant}")
    there = [folder / name for name in files if os.path.exists(folder / name)]
    return complete(answer, files, folder.name, there, lambda path: read_submission("", path))


def choose_worked_on(submissions: Sequence[Submission]) -> Submission:
    """Give the one submission there is, or of two, the older first, the one that says more than the other.

    Both were made from the same stub, so what one has and the other has not is somebody's work. Where both have such
    work, the newer counts, and says so.
    """
    if len(submissions) == 1:
        return submissions[0]
    older, newer = submissions
    works = find_work(older), find_work(newer)
    older_changed, newer_changed = bool(works[0] - works[1]), bool(works[1] - works[0])
    if older_changed and newer_changed:
        names = " and ".join(one_line(each.path.name) for each in submissions)
        note = f"{names} were both changed; the newer, {one_line(newer.path.name)}, counts. Keep one of them."
        return replace(newer, notes=(*newer.notes, note))
    if older_changed == newer_changed:
        return min(submissions, key=lambda each: not is_script(each.path))
    return newer if newer_changed else older


def date_file(path: Path) -> int:
    """Return when a file was last changed, in nanoseconds; 0 where that cannot be told."""
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0
