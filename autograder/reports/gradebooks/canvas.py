"""Know the gradebook that Canvas exports and imports."""

import re

from autograder.reports.gradebooks.platform import Platform
from autograder.reports.gradebooks.sheet import Sheet

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


CANVAS = Platform("Canvas", ("SIS Login ID", "SIS User ID", "ID"), _label, _find_students, _find_points)
