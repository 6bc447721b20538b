"""Fill a platform's own gradebook file: find each assignment's column and each student's row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.gradebooks.sheet import Sheet, read_sheet
from autograder.reports.text import clean_line


@dataclass
class Filled:
    """What was written, and who was not found on the other side."""

    grades: int = 0
    not_in_gradebook: list[str] = field(default_factory=list)
    not_graded: dict[str, list[str]] = field(default_factory=dict)  # by assignment


def fill(
    platform: Platform,
    template: Path,
    assignments: Sequence[Graded],
    target: Path,
    *,
    columns: Mapping[str, str],
    aliases: Mapping[str, Sequence[str]],
) -> Filled:
    """Write the template with the points that count to `target`; whoever has no result keeps what the cell says.

    `columns` names the columns of assignments that the gradebook calls by another name; `aliases` gives what else the
    school knows students by. Raise AutograderError before anything is written.
    """
    sheet = read_sheet(template)
    rows = _index_students(platform, sheet, template)
    filled = Filled()
    taken: dict[int, str] = {}
    found: dict[str, int | None] = {}
    for each in assignments:
        column = _find_column(platform, sheet, each, columns.get(each.assignment), template)
        if taken.setdefault(column, each.assignment) != each.assignment:
            both = f"{taken[column]} and {each.assignment}"
            raise AutograderError(f"{both} would go into one column of {template}: {sheet.header[column]!r}")
        _compare_points(platform, sheet, each, column, template)
        places = {record.student: _find_row(rows, record.student, aliases) for record in each.records}
        _refuse_shared_rows(places, template)
        found |= places
        for record in each.records:
            row = places[record.student]
            if row is not None:
                sheet.write(row, column, record.final_score)
                filled.grades += 1
        filled.not_graded[each.assignment] = _name_others(sheet, rows, places.values())
    filled.not_in_gradebook = [student for student, row in found.items() if row is None]
    sheet.save(target)
    return filled


def _index_students(platform: Platform, sheet: Sheet, template: Path) -> dict[str, set[int]]:
    """Return the rows by what their students are known by."""
    known_by = [number for number, name in enumerate(sheet.header) if name in platform.known_by]
    if not known_by:
        raise AutograderError(
            f"{template} is no gradebook of {platform.name}: it has none of the columns {', '.join(platform.known_by)}"
        )
    rows: dict[str, set[int]] = {}
    for row in range(platform.first_student(sheet), len(sheet.rows)):
        for column in known_by:
            if key := sheet.read(row, column).casefold():
                rows.setdefault(key, set()).add(row)
    return rows


def _find_column(platform: Platform, sheet: Sheet, graded: Graded, wanted: str | None, template: Path) -> int:
    labels = {number: label for number, name in enumerate(sheet.header) if (label := platform.label(name))}
    if wanted is not None:
        found = [number for number in labels if wanted in (sheet.header[number], labels[number])]
    else:
        names = {_simplify(name) for name in graded.names}
        found = [number for number, label in labels.items() if _simplify(label) in names]
    if len(found) == 1:
        return found[0]
    what = f"{template} has {len(found) or 'no'} column{'s' * (len(found) > 1)} for {wanted or graded.assignment}"
    there = ", ".join(repr(clean_line(sheet.header[number])) for number in found or labels) or "none for assignments"
    raise AutograderError(f"{what}; there are {there}. Choose with --column {graded.assignment}=COLUMN")


def _simplify(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _compare_points(platform: Platform, sheet: Sheet, graded: Graded, column: int, template: Path) -> None:
    row = platform.points_row(sheet)
    try:
        points = float(sheet.read(row, column)) if row is not None else graded.max_score
    except ValueError:
        return
    if points != graded.max_score:
        raise AutograderError(
            f"{template} gives {points:g} points for {graded.assignment}, which has {graded.max_score}; "
            f"change that in {platform.name} and download the gradebook again"
        )


def _find_row(rows: Mapping[str, set[int]], student: str, aliases: Mapping[str, Sequence[str]]) -> int | None:
    names = (student, *aliases.get(student, ()))
    found = {row for name in names for row in rows.get(name.strip().casefold(), ())}
    if len(found) > 1:
        lines = " and ".join(str(row + 1) for row in sorted(found))
        raise AutograderError(f"{clean_line(student)} could be either of the students in rows {lines} of the gradebook")
    return next(iter(found), None)


def _refuse_shared_rows(places: Mapping[str, int | None], template: Path) -> None:
    owners: dict[int, str] = {}
    for student, row in places.items():
        if row is not None and owners.setdefault(row, student) != student:
            both = f"{clean_line(owners[row])} and {clean_line(student)}"
            raise AutograderError(f"{both} are one student in {template}, row {row + 1}; keep one result of them")


def _name_others(sheet: Sheet, rows: Mapping[str, set[int]], graded: Iterable[int | None]) -> list[str]:
    """Return the first cells of the rows that got no grade."""
    everyone = {row for found in rows.values() for row in found}
    return [clean_line(sheet.read(row, 0)) for row in sorted(everyone - set(graded))]
