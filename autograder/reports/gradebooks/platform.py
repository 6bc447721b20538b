"""Say what is particular to a platform's gradebook file."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder.reports.gradebooks.sheet import Sheet


@dataclass(frozen=True)
class Platform:
    """How to find people, grades and points in the file that a platform gives and takes."""

    name: str
    known_by: tuple[str, ...]  # the columns that tell who a student is
    label: Callable[[str], str | None]  # an assignment by its column's name; None for a column that takes no grades
    first_student: Callable[[Sheet], int]  # the row
    points_row: Callable[[Sheet], int | None]  # where the file says how many points there are
