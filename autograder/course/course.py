"""Read course.toml: the course, its assignments, and their folders."""

import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.errors import CourseError

COURSE_FILE = "course.toml"
HIDDEN = "_hidden"
MOST_SECONDS = 3600


@dataclass(frozen=True)
class Limits:
    """Wall-clock limits in seconds."""

    load_seconds: float = 10.0  # running the student's file, from its first line to its last
    probe_seconds: float = 3.0  # one observation of the student's code
    check_seconds: float = 10.0  # of a processor: what one check may compute with what came back
    submission_seconds: float = 300.0  # all of it: what has not begun by then times out


@dataclass(frozen=True)
class LatePolicy:
    """What being late costs."""

    per_day: int = 0  # percent of the assignment's points, for each day that has begun
    grace_minutes: int = 0  # so little costs nothing
    best: bool = False  # where a late submission has fewer points than an earlier one in time, that one counts
    extensions: str | None = None  # a CSV file, from the course's root: student,assignment,due

    def __post_init__(self) -> None:
        whole = type(self.per_day) is int and type(self.grace_minutes) is int
        if type(self.best) is not bool:
            raise ValueError("[late]: best is true or false")
        if not whole or not 0 <= self.per_day <= 100 or self.grace_minutes < 0:
            raise ValueError("[late]: per_day is a whole percentage, grace_minutes a whole number of minutes")


@dataclass(frozen=True)
class Assignment:
    """One folder with a student's file `NAME.py` and its checks `test_NAME*.py`."""

    folder: Path
    title: str
    points: dict[str, int] = field(default_factory=dict)
    limits: Limits = Limits()
    due: datetime | None = None

    @property
    def name(self) -> str:
        """Return the folder's name, such as "01_network"."""
        return self.folder.name

    @property
    def module(self) -> str:
        """Return the name of the student's module, such as "network"."""
        return module_name(self.folder.name)

    def path(self, suffix: str) -> Path:
        """Return the path of one of the assignment's files: ".py", ".slips.toml", ".hints.md" …"""
        return self.folder / f"{self.module}{suffix}"

    @property
    def visible_checks(self) -> list[Path]:
        """Return the files of the checks that students receive: test_NAME.py, and test_NAME_ANYTHING.py if any."""
        return [path for path in self._check_files() if not path.stem.endswith(HIDDEN)]

    @property
    def hidden_checks(self) -> list[Path]:
        """Return the files of the checks that they do not: test_NAME_hidden.py, and test_NAME_ANYTHING_hidden.py."""
        return [path for path in self._check_files() if path.stem.endswith(HIDDEN)]

    def _check_files(self) -> list[Path]:
        first = self.folder / f"test_{self.module}.py"
        return [*([first] if first.is_file() else ()), *sorted(self.folder.glob(f"test_{self.module}_*.py"))]


@dataclass(frozen=True)
class Course:
    """A repository with a course.toml."""

    root: Path
    title: str
    limits: Limits
    assignments: dict[str, Assignment]  # by name; their folders are those of the solutions
    late: LatePolicy = LatePolicy()

    def get(self, name: str) -> Assignment:
        """Return an assignment by its folder's name, its number or its module ("01_network", "01", "network")."""
        wanted = name.strip().rstrip("/").rpartition("/")[2].replace("-", "_")
        for assignment in self.assignments.values():
            if wanted in (assignment.name, assignment.module, assignment.name.partition("_")[0]):
                return assignment
        known = ", ".join(self.assignments)
        raise CourseError(f"there is no assignment {wanted!r} in {self.root / COURSE_FILE}; there are {known}")


def module_name(folder: str) -> str:
    """Return the module that an assignment's folder is about: "01_network" -> "network"."""
    return re.sub(r"^\d+_", "", folder)


def find_course(start: Path) -> Course | None:
    """Return the course that the path lies in: the nearest course.toml, upwards."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / COURSE_FILE).is_file():
            return read_course(folder)
    return None


def need_course(start: Path) -> Course:
    """Return the course that the path lies in; raise CourseError if there is none."""
    course = find_course(start)
    if course is None:
        raise CourseError(f"no {COURSE_FILE} in {start} or above; run this inside the course's repository")
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
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        limits = _read_limits(Limits(), data, "")
        assignments = {
            name: _read_assignment(root, name, _take_table(entry, f"assignments.{name}"), limits)
            for name, entry in _take_table(data.get("assignments", {}), "assignments").items()
        }
        return Course(root, str(data["title"]), limits, assignments, LatePolicy(**data.get("late", {})))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError, AttributeError) as error:
        raise CourseError(f"{path}: {error}") from None
    except KeyError as error:
        raise CourseError(f"{path}: {error} is missing") from None


def _read_assignment(root: Path, name: str, entry: dict[str, Any], limits: Limits) -> Assignment:
    points = _take_table(entry["points"], f"assignments.{name}.points")
    if not all(type(value) is int and value >= 0 for value in points.values()):
        raise ValueError(f"[assignments.{name}.points]: points are whole numbers")
    own_limits = _read_limits(limits, entry, f"assignments.{name}.")
    due = entry.get("due")
    if due is not None and (not isinstance(due, datetime) or due.tzinfo is None):
        raise ValueError(f"[assignments.{name}]: due needs a date, a time and an offset: 2026-11-20T23:59:00+01:00")
    return Assignment(root / "solutions" / name, str(entry["title"]), dict(points), own_limits, due)


def _read_limits(general: Limits, entry: dict[str, Any], where: str) -> Limits:
    table = _take_table(entry.get("limits", {}), f"{where}limits")
    for name, value in table.items():
        if name not in vars(general):
            raise ValueError(f"[{where}limits]: there is no limit {name}; there are {', '.join(vars(general))}")
        if type(value) not in (int, float) or not 0 < value < MOST_SECONDS:
            raise ValueError(f"[{where}limits]: {name} is a number of seconds, more than 0 and below {MOST_SECONDS}")
    return replace(general, **table)


def _take_table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"[{name}] is a table")
    return value
