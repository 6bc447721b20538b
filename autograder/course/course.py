"""A course, its assignments, and their folders."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.errors import CourseError, propose

COURSE_FILE = "course.toml"
HIDDEN = "_hidden"
OWN_SUFFIXES = (".hints.md", ".ipynb", ".mutants.toml", ".secret", ".slips.json", ".slips.toml")
REQUIREMENTS = ("torch", "numpy", "scikit-learn")


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
        if not isinstance(self.extensions, str | None):
            raise ValueError("[late]: extensions is the path of a CSV file, from the course's folder")
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
    requirements: tuple[str, ...] = REQUIREMENTS  # what students install and their code may import, as pip names it
    data: tuple[str, ...] = ()  # files that their code may read, by path in the folder
    files: tuple[str, ...] = ()  # their sources, where it is not the one file that the folder is named after
    secret: bool = False  # hidden checks draw from a number that this copy of the course alone has

    @property
    def name(self) -> str:
        """Return the folder's name, such as "01_network"."""
        return self.folder.name

    @property
    def module(self) -> str:
        """Return the name of the student's module, such as "network"; of several, that of the first."""
        return self.files[0].removesuffix(".py") if self.files else module_name(self.folder.name)

    @property
    def sources(self) -> list[Path]:
        """Return the paths of the student's source files; in the folder of a solution, of its files."""
        return [self.folder / name for name in self.files or (f"{self.module}.py",)]

    @property
    def data_files(self) -> dict[str, str]:
        """Return the paths of the files of data, by the path that students' code finds them under.

        Raise CourseError for one that is not there, or that is a part of the assignment itself: it would be released.
        """
        for name in self.data:
            if self._consists_of(name):
                raise CourseError(
                    f"{COURSE_FILE}, [assignments.{self.name}]: data names {name}, which students would get as it is; "
                    "take it out of data"
                )
            if not (self.folder / name).is_file():
                raise CourseError(
                    f"{COURSE_FILE}, [assignments.{self.name}]: data names {name}, and there is no "
                    f"{self.folder / name}: put it there, or take it out of data"
                )
        return {name: str((self.folder / name).resolve()) for name in self.data}

    def is_called(self, word: str) -> bool:
        """Tell whether a word means the assignment: its name, number, module or title, with any of - and _."""
        number = re.split("[_-]", self.name, maxsplit=1)[0]
        return _simplify(word) in map(_simplify, (self.name, number, self.module, self.title))

    def requires(self, package: str) -> bool:
        """Return whether a package is among the requirements themselves."""
        return any(canonicalize_name(Requirement(text).name) == package for text in self.requirements)

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

    @property
    def references(self) -> list[Path]:
        """Return answers of known quality to an open task: what they earn must not change from run to run."""
        return sorted((self.folder / "references").glob("*.py"))

    def _consists_of(self, name: str) -> bool:
        """Tell whether a path in the folder is that of the solution, of checks, or of what belongs to them."""
        beside = {self.path(suffix).name for suffix in OWN_SUFFIXES}
        is_check = name.startswith(f"test_{self.module}") and name.endswith(".py")
        return is_check or name in {*(path.name for path in self.sources), *beside} or name.startswith("references/")

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

    def find(self, word: str) -> Assignment | None:
        """Return the assignment whose name a word is, or else the first that is called so ("01", "network")."""
        called = (each for each in self.assignments.values() if each.is_called(word))
        return self.assignments.get(word) or next(called, None)

    def get(self, name: str) -> Assignment:
        """Return the assignment that a name means, also as the end of a path; raise CourseError if there is none."""
        wanted = name.strip().rstrip("/").rpartition("/")[2]
        if (found := self.find(wanted)) is not None:
            return found
        there = f"; there are {', '.join(self.assignments)}" if self.assignments else "; there is none yet"
        remedy = propose(wanted, self.assignments, there)
        raise CourseError(f"there is no assignment {wanted!r} in {self.root / COURSE_FILE}{remedy}")

    def choose(self, *names: str) -> list[Assignment]:
        """Return the assignments of these names, or all; raise CourseError where the course has none yet."""
        if not self.assignments:
            raise CourseError(f"{self.root / COURSE_FILE} has no assignment yet: autograder new assignment NAME")
        return [self.get(name) for name in names] or list(self.assignments.values())


def module_name(folder: str) -> str:
    """Return the module that an assignment's folder is about: "01_network" -> "network"."""
    return _simplify(re.sub(r"^\d+[_-]", "", folder))


def _simplify(name: str) -> str:
    return re.sub(r"[-\s]+", "_", name)
