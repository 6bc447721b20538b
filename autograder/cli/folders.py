"""Find the assignment's folder that a student means."""

import os
from pathlib import Path

from autograder.course import Assignment, find_course
from autograder.course.folders import find_all_folders
from autograder.errors import AutograderError


def find_folder(name: str, command: str) -> Path:
    """Return the folder with the checks that a student means: a path, or an assignment's name in this course.

    A path above a single assignment means that one; above several, raise AutograderError with what to run instead.
    """
    for candidate in (Path(name), *_list_namesakes(name)):
        path = candidate if candidate.is_dir() else candidate.parent
        folders = find_all_folders(path) if candidate.exists() else []
        if len(folders) == 1:
            return folders[0]
        if folders:
            commands = " or ".join(f"autograder {command} {os.path.relpath(folder)}" for folder in folders)
            raise AutograderError(f"there are several assignments here; run {commands}")
    if not Path(name).exists():
        raise AutograderError(f"there is no {name}{_list_assignments()}")
    where = "here" if name == "." else f"in {name}"
    raise AutograderError(f"there are no checks {where}{_list_assignments()}")


def _list_namesakes(name: str) -> list[Path]:
    return [
        folder
        for known, folder in _find_assignments()
        if name in (known.name, known.module) or known.name.startswith(f"{name}_")
    ]


def _list_assignments() -> str:
    names = [known.name for known, folder in _find_assignments() if folder.is_dir()]
    return f"; this course has {', '.join(names)}" if names else "; go to an assignment's folder"


def _find_assignments() -> list[tuple[Assignment, Path]]:
    """Return the assignments of this course, each with the folder in which students work on it."""
    course = find_course(Path.cwd())
    if course is None:
        return []
    return [(known, course.root / "assignments" / known.name) for known in course.assignments.values()]
