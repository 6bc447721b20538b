"""Write one table of a whole course: a row per student, a column per assignment."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.people import Directory
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.text import defuse_formula, encode_table
from autograder.results.files import write_atomically


def write_course_table(assignments: Sequence[Graded], path: Path, directory: Directory, missing: int | None) -> int:
    """Write each student's points that count, and their total; return how many students there are.

    Where a student has no result there is no number, for nobody graded them 0; where they handed nothing in, there are
    `missing` points, if they were asked for.
    """
    names: dict[str, str] = {}
    points: dict[str, dict[str, int | None]] = {}
    for each in assignments:
        points[each.assignment] = {}
        for record in each.records:
            student = directory.identify(record.student)
            names.setdefault(student, record.student)
            points[each.assignment][student] = record.final_score if record.was_graded else missing
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", *map(defuse_formula, points), "total"])
    for student, name in sorted(names.items(), key=lambda known: known[1]):
        scores = [of_all.get(student) for of_all in points.values()]
        writer.writerow([defuse_formula(name), *scores, sum(score or 0 for score in scores)])
    write_atomically(path, encode_table(table.getvalue()))
    return len(names)
