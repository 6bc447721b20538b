"""Write the grades of a class as a table that every spreadsheet opens."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.reports.text import defuse_formula, encode_table
from autograder.results import Record
from autograder.results.files import write_atomically


def write_grades(records: Iterable[Record], path: Path, people: Mapping[str, tuple[str, str]] | None = None) -> None:
    """Write one row per student: the points in total and per exercise, and what stopped the grading, if anything.

    `people` gives each student's identifier and name, where there is a roster. Where it is known when submissions were
    handed in, the table says so, and `final` is the score less what being late costs.
    """
    records = list(records)
    names = list(dict.fromkeys(exercise.name for record in records for exercise in record.exercises))
    dated = any(record.submitted for record in records)
    rows: list[list[object]] = [
        [
            "student",
            *(["identifier", "name"] if people is not None else []),
            "score",
            "max",
            *(["submitted", "late_minutes", "penalty", "final"] if dated else []),
            *names,
            "error",
        ]
    ]
    for record in records:
        points = {exercise.name: exercise.score for exercise in record.exercises}
        person = people.get(record.student, ("", "")) if people is not None else ()
        rows.append(
            [
                defuse_formula(record.student),
                *map(defuse_formula, person),
                record.score,
                record.max_score,
                *(_describe_date(record) if dated else []),
                *(points.get(name, "") for name in names),
                defuse_formula(record.error or ""),
            ]
        )
    write_atomically(path, encode_table(rows))


def _describe_date(record: Record) -> list[object]:
    minutes, penalty = (math.ceil(record.late.seconds / 60), record.late.penalty) if record.late else (0, 0)
    # A submission of which nobody knows when it came is not one that came in time.
    return [record.submitted or "", minutes if record.submitted else "", penalty, record.final_score]
