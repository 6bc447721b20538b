"""Write the grades of a whole course as one table: a row per student, a column per assignment."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.reports.text import defuse_formula, encode_table
from autograder.results import Record
from autograder.results.files import write_atomically


@dataclass(frozen=True)
class Row:
    """One student's records, by assignment; with identifier and name, where there is a roster."""

    student: str
    person: tuple[str, str] | None = None
    records: dict[str, Record] = field(default_factory=dict)


def write_course_grades(rows: Iterable[Row], maxima: Mapping[str, int], path: Path) -> None:
    """Write the points that count of each assignment, and their sum; empty where nothing was handed in."""
    rows = sorted(rows, key=lambda row: row.student)
    has_roster = any(row.person for row in rows)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", *(["identifier", "name"] if has_roster else []), *maxima, "sum", "max"])
    for row in rows:
        points = {name: record.final_score for name, record in row.records.items() if not record.is_missing}
        person = (row.person or ("", "")) if has_roster else ()
        names = map(defuse_formula, (row.student, *person))
        writer.writerow(
            [*names, *(points.get(name, "") for name in maxima), sum(points.values()), sum(maxima.values())]
        )
    write_atomically(path, encode_table(table.getvalue()))
