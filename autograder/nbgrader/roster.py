"""Put the class into nbgrader's gradebook."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.nbgrader.gradebook import open_gradebook
from autograder.nbgrader.names import GRADEBOOK
from autograder.people import fold, read_roster
from autograder.people.names import split
from autograder.tables import Table, read_table

COLUMNS = ("first_name", "last_name", "email")


def import_students(students: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    """Add or update the students of a roster in the gradebook of a course folder."""
    with open_gradebook(f"sqlite:///{folder.resolve() / GRADEBOOK}") as gradebook:
        for student, details in students.items():
            gradebook.update_or_create_student(student, **details)


def read_students(path: Path) -> dict[str, dict[str, Any]]:
    """Return what nbgrader is told of each student of a roster; raise AutograderError for what is none.

    It has nbgrader's own columns (id, first_name, last_name, email), or is one of GitHub Classroom or of Classroom 50.
    """
    table = read_table(path)
    if "id" in table.columns:
        _refuse_doubles(table, path)
        own = {row.first("id"): {column: row.first(column) or None for column in COLUMNS} for row in table.rows}
        return {student: details for student, details in own.items() if student}
    students = {}
    for person in read_roster(path):
        first, last = split(person.name)
        email = next((known for known in (person.identifier, *person.others) if "@" in known), None)
        students[person.student] = dict(zip(COLUMNS, (first or None, last or None, email), strict=True))
    return students


def _refuse_doubles(table: Table, path: Path) -> None:
    lines: dict[str, int] = {}
    for row in table.rows:
        student = row.first("id")
        other = lines.setdefault(fold(student), row.line)
        if student and other != row.line:
            raise AutograderError(
                f"{path} has the id {student!r} twice, in lines {other} and {row.line}: keep one of them"
            )
