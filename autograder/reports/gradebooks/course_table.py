"""Write tables of a whole course: a row per student, a column per assignment."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from autograder.people import Directory
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.text import defuse_formula, encode_table
from autograder.results import Record
from autograder.results.files import write_atomically


def write_course_table(assignments: Sequence[Graded], path: Path, directory: Directory, missing: int | None) -> int:
    """Write each student's points that count, and their total; return how many students there are.

    Where a student has no result there is no number, for nobody graded them 0; where they handed nothing in, there are
    `missing` points, if they were asked for.
    """
    students = _gather({each.assignment: each.records for each in assignments}, directory)
    rows: list[list[object]] = [["student", *(defuse_formula(each.assignment) for each in assignments), "total"]]
    for name, records in students:
        points = {each: record.final_score if record.was_graded else missing for each, record in records.items()}
        scores = [points.get(each.assignment) for each in assignments]
        rows.append([defuse_formula(name), *scores, sum(score or 0 for score in scores)])
    write_atomically(path, encode_table(rows))
    return len(students)


def write_course_grades(
    records: Mapping[str, Iterable[Record]], maxima: Mapping[str, int], path: Path, directory: Directory
) -> None:
    """Write the points that count of each assignment, and their sum; empty where nothing was handed in.

    Where there is a roster, each student's identifier and name stand beside.
    """
    has_roster = bool(directory.people)
    rows: list[list[object]] = [
        ["student", *(["identifier", "name"] if has_roster else []), *maxima, "sum", "max"],
    ]
    for student, known in _gather(records, directory):
        points = {name: record.final_score for name, record in known.items() if not record.is_missing}
        person = directory.find(student)
        names = [student, *((person.identifier, person.name) if person else ("", "") if has_roster else ())]
        scores = [points.get(name, "") for name in maxima]
        rows.append([*map(defuse_formula, names), *scores, sum(points.values()), sum(maxima.values())])
    write_atomically(path, encode_table(rows))


def _gather(records: Mapping[str, Iterable[Record]], directory: Directory) -> list[tuple[str, dict[str, Record]]]:
    """Return each student's records by assignment, under the first spelling of the name; sorted by it."""
    found: dict[str, tuple[str, dict[str, Record]]] = {}
    for assignment, some in records.items():
        for record in some:
            _, known = found.setdefault(directory.identify(record.student), (record.student, {}))
            known[assignment] = record
    return sorted(found.values(), key=lambda one: one[0])
