"""Put the class into nbgrader's gradebook."""

import csv
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.submissions.roster import read_roster

GRADEBOOK = "gradebook.db"
COLUMNS = ("first_name", "last_name", "email")


def import_roster(path: Path, folder: Path) -> int:
    """Add or update the students of a roster in the gradebook of a course folder; return how many there are.

    The roster has nbgrader's own columns (id, first_name, last_name, email), or is one of GitHub Classroom or of
    Classroom 50.
    """
    try:
        from autograder.nbgrader.gradebook import open_gradebook
    except ImportError:
        raise AutograderError("a roster needs nbgrader: python -m pip install 'autograder[instructor]'") from None
    students = _read_students(path)
    with open_gradebook(f"sqlite:///{folder.resolve() / GRADEBOOK}") as gradebook:
        for student, details in students.items():
            gradebook.update_or_create_student(student, **details)
    return len(students)


def _read_students(path: Path) -> dict[str, dict[str, Any]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AutograderError(f"{path}, the roster, cannot be read: {error}") from None
    if rows and "id" in rows[0]:
        own = {row["id"].strip(): {column: row.get(column, "").strip() or None for column in COLUMNS} for row in rows}
        return {student: details for student, details in own.items() if student}
    students = {}
    for person in read_roster(path):
        first, _, last = person.name.rpartition(" ")
        email = person.identifier if "@" in person.identifier else None
        students[person.student] = dict(zip(COLUMNS, (first or None, last or None, email), strict=True))
    return students
