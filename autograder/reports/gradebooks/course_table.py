"""Write the table of a whole course: a row per student, a column per assignment."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.people import Directory
from autograder.reports.text import defuse_formula, encode_table
from autograder.results import Record
from autograder.results.files import write_atomically


def write_course_table(
    records: Mapping[str, Iterable[Record]],
    maxima: Mapping[str, int],
    path: Path,
    directory: Directory,
    missing: int | None = None,
    *,
    is_brief: bool = False,
) -> int:
    """Write the points that count of each assignment, and their sum; return how many students there are.

    Where nobody graded a student there is no number; where they handed nothing in, there are `missing` points, if they
    were asked for. Unless `is_brief`, the most points stand at the end and, where there is a roster, each student's
    identifier and name beside.
    """
    students = _gather(records, directory)
    has_roster = bool(directory.people) and not is_brief
    head = ["student", *(("identifier", "name") if has_roster else ()), *maxima]
    head += ["total"] if is_brief else ["sum", "max"]
    rows: list[list[object]] = [[defuse_formula(name) for name in head]]
    for student, graded in students:
        person = directory.find(student)
        known_by = (person.identifier, person.name) if person else ("", "")
        names = [student, *(known_by if has_roster else ())]
        points = [_count(graded[name], missing) if name in graded else None for name in maxima]
        ends = [sum(number or 0 for number in points), sum(maxima.values())]
        rows.append([*map(defuse_formula, names), *points, *ends[: 1 if is_brief else 2]])
    write_atomically(path, encode_table(rows))
    return len(students)


def _count(record: Record, missing: int | None) -> int | None:
    if record.was_graded:
        return record.final_score
    return missing if record.is_missing else None


def _gather(records: Mapping[str, Iterable[Record]], directory: Directory) -> list[tuple[str, dict[str, Record]]]:
    """Return each student's records by assignment, under the first spelling of the name; sorted by it."""
    found: dict[str, tuple[str, dict[str, Record]]] = {}
    for assignment, some in records.items():
        for record in some:
            _, known = found.setdefault(directory.identify(record.student), (record.student, {}))
            known[assignment] = record
    return sorted(found.values(), key=lambda one: one[0])
