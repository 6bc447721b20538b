"""Read course.toml; whatever is wrong in it is one line that names the table, the key and the remedy."""

import keyword
import os
import sys
from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from autograder.course.course import (
    COURSE_FILE,
    REQUIREMENTS,
    Assignment,
    Course,
    LatePolicy,
    Limits,
    module_name,
)
from autograder.course.texts import parse_toml, read_text
from autograder.errors import CourseError, propose

MOST_SECONDS = 3600
# What checks and students import beside Python's own modules.
LIBRARIES = ("autograder", "matplotlib", "numpy", "pandas", "pytest", "scipy", "sklearn", "torch")
COURSE_KEYS = ("title", "requirements", "limits", "late", "assignments")
ASSIGNMENT_KEYS = ("title", "points", "limits", "due", "requirements", "data", "files", "secret")


def find_course(start: Path) -> Course | None:
    """Return the course that the path lies in: the nearest course.toml, upwards."""
    root = find_root(start)
    return None if root is None else read_course(root)


def find_root(start: Path) -> Path | None:
    """Return the folder of the course that the path lies in, if there is one."""
    folders = (start.resolve(), *start.resolve().parents)
    return next((folder for folder in folders if os.path.lexists(folder / COURSE_FILE)), None)


def need_course(start: Path) -> Course:
    """Return the course that the path lies in; raise CourseError if there is none."""
    course = find_course(start)
    if course is None:
        raise CourseError(
            f"no {COURSE_FILE} in {start} or above; run this inside the course's repository, or name it with --course"
        )
    return course


def find_assignment(folder: Path) -> Assignment:
    """Return the assignment in a folder of students' files, with title and limits from its course if there is one."""
    course = find_course(folder)
    known = course.assignments.get(folder.name) if course else None
    if known is not None:
        return replace(known, folder=folder)
    return Assignment(folder, title=module_name(folder.name), limits=course.limits if course else Limits())


def read_course(root: Path) -> Course:
    """Read course.toml; raise CourseError with one clear line if it cannot be understood."""
    path = root / COURSE_FILE
    data = parse_toml(path, read_text(path))
    try:
        _refuse_unknown(data, COURSE_KEYS, "at the top")
        limits = _read_limits(Limits(), data, "")
        requirements = _read_requirements(data, REQUIREMENTS, "at the top")
        assignments = {
            name: _read_assignment(root, name, _take_table(entry, f"[assignments.{name}]"), limits, requirements)
            for name, entry in _take_table(data.get("assignments", {}), "[assignments]").items()
        }
        return Course(root, _read_title(data, "at the top"), limits, assignments, _read_late(data))
    except ValueError as error:
        raise CourseError(f"{path}: {error}") from None


def refuse_name(name: str) -> None:
    """Raise ValueError for an assignment's name that no folder can have, on any system."""
    if not name or name[0] == "." or name[-1] in ". " or set(name) & set('/\\:*?"<>|') or not name.isprintable():
        raise ValueError(
            f"[assignments.{name}]: an assignment is called as its folder in solutions/ is, and {name!r} can be none"
        )


def _read_assignment(
    root: Path, name: str, entry: dict[str, Any], limits: Limits, requirements: tuple[str, ...]
) -> Assignment:
    where = f"[assignments.{name}]"
    refuse_name(name)
    _refuse_unknown(entry, ASSIGNMENT_KEYS, where)
    if "points" not in entry:
        raise ValueError(f"{where}: points is missing: list each exercise under [assignments.{name}.points]")
    points = _take_table(entry["points"], f"[assignments.{name}.points]")
    for exercise, value in points.items():
        if type(value) is not int or value < 0:
            raise ValueError(
                f"[assignments.{name}.points]: {exercise} = {value!r}: points are whole numbers, and the name of a "
                "method stands in quotes"
            )
    due = entry.get("due")
    if due is not None and (not isinstance(due, datetime) or due.tzinfo is None):
        raise ValueError(f"{where}: due needs a date, a time and an offset: 2026-11-20T23:59:00+01:00")
    return Assignment(
        root / "solutions" / name,
        _read_title(entry, where),
        dict(points),
        _read_limits(limits, entry, f"assignments.{name}."),
        due,
        _read_requirements(entry, requirements, where),
        _read_paths(entry, "data", where),
        _read_sources(name, entry, where),
        _read_secret(entry, where),
    )


def _read_secret(entry: dict[str, Any], where: str) -> bool:
    secret = entry.get("secret", False)
    if type(secret) is not bool:
        raise ValueError(f"{where}: secret is true or false")
    return secret


def _read_title(entry: dict[str, Any], where: str) -> str:
    title = entry.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError(f'{where}: title is {"no text" if "title" in entry else "missing"}: write title = "…"')
    return title


def _read_requirements(entry: dict[str, Any], general: tuple[str, ...], where: str) -> tuple[str, ...]:
    if "requirements" not in entry:
        return general
    texts = _take_texts(entry["requirements"], f"{where}: requirements", '["numpy", "scikit-learn>=1.4"]')
    for text in texts:
        try:
            Requirement(text)
        except InvalidRequirement:
            raise ValueError(
                f"{where}: requirements: {text!r} is not how pip names a package; write scikit-learn>=1.4"
            ) from None
    return texts


def _read_sources(name: str, entry: dict[str, Any], where: str) -> tuple[str, ...]:
    files = _read_paths(entry, "files", where)
    for file in files or (f"{module_name(name)}.py",):
        module = file.removesuffix(".py")
        trouble = ""
        if module == file or not module.isidentifier() or keyword.iskeyword(module):
            trouble = "could not be imported"
        elif module in sys.stdlib_module_names or module in LIBRARIES:
            trouble = f"would stand in the way of everything that imports {module}"
        if trouble:
            raise ValueError(
                f"{where}: the student's file {file!r} {trouble}: call the assignment otherwise, or name another file, "
                'as in files = ["regression.py"]'
            )
    return files


def _read_paths(entry: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    paths = _take_texts(entry.get(key, []), f"{where}: {key}", '["points.csv"]' if key == "data" else '["model.py"]')
    for path in paths:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or "\\" in path or ".." in parts:
            raise ValueError(f"{where}: {key}: {path!r} is no path inside the assignment's folder")
    if len(set(paths)) < len(paths):
        raise ValueError(f"{where}: {key} names a file twice")
    return paths


def _take_texts(value: Any, what: str, example: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{what} is a list of texts, such as {example}")
    return tuple(value)


def _read_late(data: dict[str, Any]) -> LatePolicy:
    table = _take_table(data.get("late", {}), "[late]")
    _refuse_unknown(table, [field.name for field in fields(LatePolicy)], "[late]")
    return LatePolicy(**table)


def _read_limits(general: Limits, entry: dict[str, Any], where: str) -> Limits:
    table = _take_table(entry.get("limits", {}), f"[{where}limits]")
    _refuse_unknown(table, vars(general), f"[{where}limits]")
    for name, value in table.items():
        if type(value) not in (int, float) or not 0 < value < MOST_SECONDS:
            raise ValueError(f"[{where}limits]: {name} is a number of seconds, more than 0 and below {MOST_SECONDS}")
    return replace(general, **table)


def _refuse_unknown(table: dict[str, Any], known: Collection[str], where: str) -> None:
    for key in table:
        if key not in known:
            remedy = propose(key, known, f"; there are {', '.join(known)}")
            raise ValueError(f"{where}: there is no key {key}{remedy}")


def _take_table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is a table")
    return value
