"""Know the gradebook that Canvas exports and imports."""

import re

from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet

POINTS = "Points Possible"


def _label(column: str) -> str | None:
    # Assignments have their number behind their name; totals have none, and Canvas takes no grades there.
    found = re.fullmatch(r"(.+?)\s*\(\d+\)", column)
    return found[1] if found else None


def _find_points(sheet: Sheet) -> int | None:
    # Between it and the header there may be a row that says which columns are posted by hand.
    rows = range(1, min(len(sheet.rows), 4))
    return next((row for row in rows if sheet.read(row, 0) == POINTS), None)


def _find_students(sheet: Sheet) -> int:
    return (_find_points(sheet) or 0) + 1


def _state_points(sheet: Sheet, column: int) -> list[str]:
    row = _find_points(sheet)
    return [] if row is None else [sheet.read(row, column)]


CANVAS = Platform(
    "Canvas",
    known_by=("sis_login_id", "sis_user_id", "id", "integration_id"),
    named_by=(("student",),),
    label=_label,
    first_student=_find_students,
    state_points=_state_points,
    # Excused; and not assigned to this student.
    decided=frozenset({"ex", "excused", "n/a"}),
)
