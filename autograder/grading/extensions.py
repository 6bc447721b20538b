"""Read who has longer, from the course's own file."""

from datetime import datetime

from autograder.course import Assignment, Course
from autograder.errors import AutograderError, CourseError
from autograder.people import Directory
from autograder.tables import Row, read_table

COLUMNS = ("student", "assignment", "due")
FIRST, LAST = 1970, 9000  # years in which minutes can be added to a date, and zones be changed


def read_extensions(course: Course, assignment: Assignment, directory: Directory) -> dict[str, datetime]:
    """Return the assignment's extensions, by what the directory makes of a student's name.

    Raise CourseError, naming the line, for a date without an offset, an assignment that does not exist, and a student
    who has two.
    """
    if course.late.extensions is None:
        return {}
    path = course.root / course.late.extensions
    try:
        table = read_table(path)
    except AutograderError as error:
        raise CourseError(f"the extensions of course.toml: {error}") from None
    if not table.columns.issuperset(COLUMNS):
        raise CourseError(f"{path}: its first line should be {','.join(COLUMNS)}")
    found: dict[str, tuple[Row, datetime]] = {}
    for row in table.rows:
        where = f"{path}, line {row.line}"
        due = _read_due(row, where)
        if _find_assignment(course, row, where) != assignment.name:
            continue
        if not row.first("student"):
            raise CourseError(f"{where}: it names no student")
        student = directory.identify(row.first("student"))
        earlier, moment = found.setdefault(student, (row, due))
        if moment != due:
            raise CourseError(f"{where} and line {earlier.line}: {row.first('student')!r} has two dates; keep one")
    return {student: due for student, (_, due) in found.items()}


def _read_due(row: Row, where: str) -> datetime:
    written = row.first("due")
    try:
        due = datetime.fromisoformat(written)
    except ValueError:
        due = None
    if due is None or due.tzinfo is None or not FIRST <= due.year <= LAST:
        raise CourseError(f"{where}: write due as 2026-11-20T23:59+01:00, not as {written!r}")
    return due


def _find_assignment(course: Course, row: Row, where: str) -> str:
    try:
        return course.get(row.first("assignment")).name
    except CourseError as error:
        raise CourseError(f"{where}: {error}") from None
