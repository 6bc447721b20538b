"""Fill a platform's own gradebook file: each student's points into the cell of the assignment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.comment import comment_on
from autograder.reports.gradebooks.columns import find_column
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.kinds import insist_on_kind
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.gradebooks.rows import Aliases, Rows
from autograder.reports.gradebooks.scale import Scale, read_scale
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.results.files import write_atomically
from autograder.tables import Sheet, read_sheet

EMPTY = ("", "-")


@dataclass
class Filled:
    """What was written, and who was not found on the other side."""

    grades: int = 0
    not_in_gradebook: list[str] = field(default_factory=list)
    not_graded: dict[str, list[str]] = field(default_factory=dict)  # by assignment
    not_handed_in: dict[str, list[str]] = field(default_factory=dict)  # by assignment
    decided: list[str] = field(default_factory=list)  # whose cells a person's word keeps
    locked: list[str] = field(default_factory=list)  # of whom the platform takes no grade
    scales: dict[str, Scale] = field(default_factory=dict)  # by assignment


@dataclass(frozen=True)
class Choices:
    """What an instructor says of a gradebook."""

    columns: Mapping[str, str] = field(default_factory=dict)  # of assignments that it calls by another name
    known_by: str | None = None  # the column that tells who a student is
    missing: int | None = None  # the points of who handed nothing in; None writes nothing


@dataclass(frozen=True)
class _Column:
    """The column of one assignment, and how to write into it."""

    sheet: Sheet
    number: int
    scale: Scale
    decided: Collection[str]  # what cells say that only a person may change
    locked: Collection[int]  # the rows that take no grade
    comments: int | None  # the column for what students read beside their grade

    def write(self, row: int, record: Record, missing: int | None, filled: Filled) -> None:
        """Write what a student gets into their row, and note it, or why nothing was written."""
        there = self.sheet.read(row, self.number)
        if row in self.locked:
            filled.locked.append(record.student)
        elif there.casefold() in self.decided:
            filled.decided.append(f"{record.student} ({there})")
        elif record.was_graded:
            self._put(row, record.final_score, filled)
            if self.comments is not None and self.sheet.read(row, self.comments) in EMPTY:
                self.sheet.write_text(row, self.comments, comment_on(record))
        elif record.is_missing and missing is not None and there in EMPTY:
            self._put(row, missing, filled)
        else:
            filled.not_handed_in.setdefault(record.assignment, []).append(record.student)

    def _put(self, row: int, points: int, filled: Filled) -> None:
        self.sheet.write(row, self.number, self.scale.convert(points))
        filled.grades += 1


def fill(
    platform: Platform,
    template: Path,
    assignments: Sequence[Graded],
    target: Path,
    choices: Choices,
    known: Mapping[str, Aliases],
) -> Filled:
    """Write the template with the points that count to `target`; whoever has no result keeps what the cell says.

    Only the result of something handed in takes the place of a grade that is there, and nothing that of a person's
    decision, such as Canvas's EX. Points become those that the gradebook gives. `known` says what else students are
    known by. Raise AutograderError before anything is written.
    """
    sheet = read_sheet(template)
    insist_on_kind(platform, sheet, template)
    rows = Rows(platform, sheet, template, choices.known_by)
    filled = Filled()
    taken: dict[int, str] = {}
    found: dict[str, int | None] = {}
    for each in assignments:
        number = find_column(platform, sheet, each, choices.columns.get(each.assignment), template)
        if taken.setdefault(number, each.assignment) != each.assignment:
            both = f"{taken[number]} and {each.assignment}"
            raise AutograderError(f"{both} would go into one column of {template}: {sheet.header[number]!r}")
        scale = filled.scales[each.assignment] = read_scale(platform, sheet, number, each, template)
        locked, comments = frozenset(platform.find_locked(sheet, number)), platform.find_comments(sheet)
        column = _Column(sheet, number, scale, platform.decided, locked, comments)
        places = {
            record.student: rows.find(record.student, known.get(record.student, Aliases())) for record in each.records
        }
        _refuse_shared_rows(places, template)
        found |= places
        for record in each.records:
            row = places[record.student]
            if row is not None:
                column.write(row, record, choices.missing, filled)
        others = rows.list_others(frozenset(places.values()))
        filled.not_graded[each.assignment] = [clean_line(sheet.read(row, 0)) for row in others]
    filled.not_in_gradebook = [student for student, row in found.items() if row is None]
    write_atomically(target, sheet.encode())
    return filled


def _refuse_shared_rows(places: Mapping[str, int | None], template: Path) -> None:
    owners: dict[int, str] = {}
    for student, row in places.items():
        if row is not None and owners.setdefault(row, student) != student:
            both = f"{clean_line(owners[row])} and {clean_line(student)}"
            raise AutograderError(f"{both} are one student in {template}, row {row + 1}; keep one result of them")
