"""Know the gradebook that Canvas exports and imports."""

import re
from collections.abc import Sequence

from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet, simplify

POINTS = "points_possible"
READ_ONLY = "(read only)"


def _label(column: str) -> str | None:
    # Assignments have their number behind their name; totals have none, and Canvas takes no grades there.
    found = re.fullmatch(r"(.+?)\s*\(\d+\)", column)
    return found[1] if found else None


def _find_points(sheet: Sheet) -> int | None:
    """Return the row of "Points Possible", in any language: of what stands before the grades it has a name alone.

    Between it and the header there may be a row that says which columns are posted by hand.
    """
    first = next((column for column, name in enumerate(sheet.header) if _label(name)), 0)
    for row in range(1, min(len(sheet.rows), 4)):
        name, *others = [sheet.read(row, column) for column in range(max(first, 1))]
        if simplify(name) == POINTS or (name and others and not any(others)):
            return row
    return None


def _find_students(sheet: Sheet) -> int:
    return (_find_points(sheet) or 0) + 1


def _state_points(sheet: Sheet, column: int) -> list[str]:
    row = _find_points(sheet)
    return [] if row is None else [sheet.read(row, column)]


def _find_locked(sheet: Sheet, column: int) -> Sequence[int]:
    """Return where Canvas passes over what is imported: it marks totals, and assignments of a closed period."""
    rows = range(len(sheet.rows))
    marked = [row for row in rows if sheet.read(row, column) == READ_ONLY]
    return rows if _find_points(sheet) in marked else marked


CANVAS = Platform(
    "Canvas",
    known_by=("sis_login_id", "sis_user_id", "id", "integration_id"),
    numbered_by=frozenset({"id"}),
    named_by=(("student",),),
    label=_label,
    first_student=_find_students,
    state_points=_state_points,
    find_locked=_find_locked,
    # Excused; and not assigned to this student.
    decided=frozenset({"ex", "excused", "n/a"}),
)
