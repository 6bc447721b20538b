"""Write the grades of a class as a table that every spreadsheet opens."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from autograder.reports.text import defuse_formula
from autograder.results import Record
from autograder.results.files import write_atomically


def write_grades(records: Iterable[Record], path: Path) -> None:
    """Write one row per student: the points in total and per exercise, and what stopped the grading, if anything."""
    records = list(records)
    names = list(dict.fromkeys(exercise.name for record in records for exercise in record.exercises))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", "score", "max", *names, "error"])
    for record in records:
        points = {exercise.name: exercise.score for exercise in record.exercises}
        writer.writerow(
            [
                defuse_formula(record.student),
                record.score,
                record.max_score,
                *(points.get(name, "") for name in names),
                defuse_formula(record.error or ""),
            ]
        )
    write_atomically(path, table.getvalue())
