"""Fill the gradebook of a learning platform with a class's grades."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import NOBODY, Directory
from autograder.people.downloads import read_download
from autograder.reports.gradebooks.course_table import write_course_table
from autograder.reports.gradebooks.fill import Choices, Filled, fill
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.gradebooks.rows import Aliases
from autograder.results import Record


def export_platform(
    platform: Platform,
    assignments: Sequence[Graded],
    template: Path,
    to: Path,
    choices: Choices,
    people: Directory = NOBODY,
) -> Filled:
    """Fill a platform's downloaded gradebook and write it to `to`; `people` have names besides those of the records."""
    _insist_on_points(assignments, choices.missing)
    choices = replace(choices, columns=dict(_choose_column(each, choices, assignments) for each in choices.columns))
    records = (record for each in assignments for record in each.records)
    return fill(platform, template, assignments, to, choices, _introduce(records, people, choices.known_by is not None))


def _insist_on_points(assignments: Sequence[Graded], missing: int | None) -> None:
    for each in assignments:
        if missing is not None and missing > each.max_score:
            raise AutograderError(f"--missing gives {missing} points, and {each.assignment} has {each.max_score}")


def _choose_column(wanted: str, choices: Choices, assignments: Sequence[Graded]) -> tuple[str, str]:
    """Return the assignment that is meant, and its column."""
    for each in assignments:
        if each.known.is_called(wanted):
            return each.assignment, choices.columns[wanted]
    raise AutograderError(f"--column names {wanted}, of which no folder holds results")


def export_csv(
    assignments: Sequence[Graded], to: Path, *, people: Directory = NOBODY, missing: int | None = None
) -> int:
    """Write one table of a whole course to `to`; return how many students there are."""
    _insist_on_points(assignments, missing)
    records = {each.assignment: each.records for each in assignments}
    maxima = {each.assignment: each.max_score for each in assignments}
    return write_course_table(records, maxima, to, people, missing, is_brief=True)


def _introduce(records: Iterable[Record], directory: Directory, by_name: bool) -> dict[str, Aliases]:
    """Return what else students are known by: from the roster, and from what a platform called their submission.

    A name on the roster is compared with the gradebook's only `by_name`, where an instructor chose the column: two
    students may have the same.
    """
    known = {}
    for record in records:
        person = directory.find(record.student)
        names = tuple(sorted(person.known_by)) if person else ()
        full_name = person.name if person and by_name else ""
        numbers: tuple[str, ...] = ()
        for part in Path(record.path).parts[-2:]:
            if download := read_download(part):
                numbers = (*numbers, download.number) if download.number else numbers
                full_name = full_name or download.full_name
        known[record.student] = Aliases((*names, *numbers), full_name, numbers)
    return known
