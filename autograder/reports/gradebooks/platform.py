"""Say what is particular to a platform's gradebook file."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from autograder.tables import Sheet


@dataclass(frozen=True)
class Platform:
    """How to find people, grades and points in the file that a platform gives and takes.

    Columns of people are told by their simplified names: in small letters, with _ between words.
    """

    name: str
    known_by: tuple[str, ...]  # the columns that mean one student and nobody else
    numbered_by: frozenset[str]  # the columns of the platform's own number of a student, which downloads carry
    named_by: tuple[tuple[str, ...], ...]  # the columns that make up a student's full name, in one language a group
    label: Callable[[str], str | None]  # an assignment by its column's name; None for a column that takes no grades
    first_student: Callable[[Sheet], int]  # the row
    state_points: Callable[[Sheet, int], list[str]]  # what the file says of how many points a column has
    decided: frozenset[str] = field(default_factory=frozenset)  # words in a cell that only a person may change
    find_locked: Callable[[Sheet, int], Collection[int]] = lambda sheet, column: ()  # the rows that take no grade there
    only_column: Callable[[Sheet], int | None] = lambda sheet: None  # of a file that is about one assignment
    find_comments: Callable[[Sheet], int | None] = lambda sheet: None  # the column of what students read beside a grade
