"""Find the folder of the assignment that is meant, or the assignment that a folder is about."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.cli.lines import say
from autograder.course import Assignment, Course, find_course
from autograder.course.folders import find_all_folders
from autograder.errors import AutograderError
from autograder.people import Directory, read_roster
from autograder.results import Store
from autograder.results.class_list import FILE, read_classes
from autograder.submissions.submission import join_words


def find_folder(name: str, command: str) -> Path:
    """Return the folder with the checks that a student means: a path, or an assignment's name in this course.

    A path above a single assignment means that one; above several, raise AutograderError with what to run instead.
    """
    for candidate in (Path(name), *_find_namesake(name)):
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


def find_graded(out: Path, course: Course | None) -> Assignment | None:
    """Return the assignment of which a folder of `autograder grade` holds results, where its course is at hand."""
    record = next(Store(out / "results").read_each(), None)
    return course.assignments.get(record.assignment) if course and record else None


def find_people(roster: Path | None, outs: Sequence[Path]) -> Directory:
    """Return who is in the class: as its roster says, or else, which is told, as these folders of results know it."""
    if roster is not None:
        return Directory(read_roster(roster))
    people = read_classes(outs)
    if people.people:
        known = join_words([str(out / FILE) for out in outs if (out / FILE).exists()])
        say(f"The class is that of the last --roster, kept in {known}.")
    return people


def _find_namesake(name: str) -> Iterator[Path]:
    """Yield the folder of the assignment that is called so in this course, if there is one."""
    if (course := find_course(Path.cwd())) and (known := course.find(name)):
        yield _place(course, known)


def _list_assignments() -> str:
    course = find_course(Path.cwd())
    names = [each.name for each in course.assignments.values() if _place(course, each).is_dir()] if course else []
    return f"; this course has {', '.join(names)}" if names else "; go to an assignment's folder"


def _place(course: Course, assignment: Assignment) -> Path:
    """Return the folder in which students work on an assignment."""
    return course.root / "assignments" / assignment.name
