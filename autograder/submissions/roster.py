"""Read who is in the class, from a roster of GitHub Classroom or of Classroom 50, and find who handed nothing in."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submissions.submission import Submission

CLASSROOM = {"identifier", "github_username", "name"}
CLASSROOM50 = {"username", "first_name", "last_name", "email"}


@dataclass(frozen=True)
class Person:
    """A student on the roster."""

    username: str  # on GitHub; empty where they have not joined yet
    identifier: str  # what the school calls them
    name: str

    @property
    def student(self) -> str:
        """Return what their submission goes by."""
        return self.username or self.identifier


def read_roster(path: Path) -> list[Person]:
    """Read a roster in either format, told by its header; raise AutograderError if it is in neither."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            header = set(reader.fieldnames or ())
            rows = [{key: value.strip() for key, value in row.items() if isinstance(value, str)} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AutograderError(f"{path}, the roster, cannot be read: {error}") from None
    if header >= CLASSROOM:
        people = [Person(row["github_username"], row["identifier"], row["name"]) for row in rows]
    elif header >= CLASSROOM50:
        # Its roster lists the staff, too.
        people = [_read_person50(row) for row in rows if row.get("role", "") in ("", "student")]
    else:
        raise AutograderError(
            f"{path} is no roster that is known here. Its first line should have the columns "
            f"{','.join(sorted(CLASSROOM))} or {','.join(sorted(CLASSROOM50))}."
        )
    return [person for person in people if person.student]


def _read_person50(row: dict[str, str]) -> Person:
    name = f"{row['first_name']} {row['last_name']}".strip()
    return Person(row["username"], row["email"] or row["username"], name)


class Roster:
    """Who is in the class, by the names that submissions go by."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = list(people)
        # GitHub takes no notice of capitals in a user name. A file may be called by the school's name of a student.
        self._by_name = {person.identifier.lower(): person for person in self._people}
        self._by_name |= {person.username.lower(): person for person in self._people if person.username}

    def find(self, student: str) -> Person | None:
        """Return the person whose submission goes by this name."""
        return self._by_name.get(student.lower())

    def add_missing(self, submissions: list[Submission], folder: Path) -> list[Submission]:
        """Return the submissions, and one that says so for each student who handed nothing in; sorted by student."""
        there = {person for one in submissions if (person := self.find(one.student))}
        missing = [
            Submission(person.student, folder / person.student, None, (), "no submission")
            for person in dict.fromkeys(self._people)
            if person not in there
        ]
        return sorted([*submissions, *missing], key=lambda one: one.student)

    def list_strangers(self, submissions: list[Submission]) -> list[str]:
        """Return the names of submissions whose student is not on the roster."""
        return [one.student for one in submissions if self.find(one.student) is None]
