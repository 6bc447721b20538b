"""Write one table of a whole course: a row per student, a column per assignment."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.reports.gradebooks.graded import Graded
from autograder.reports.text import defuse_formula
from autograder.results.files import write_atomically


def write_course_table(assignments: Sequence[Graded], path: Path) -> int:
    """Write each student's points that count, and their total; return how many students there are.

    Where a student has no result there is no number, for nobody graded them 0.
    """
    points = {each.assignment: {record.student: record.final_score for record in each.records} for each in assignments}
    students = sorted({student for scores in points.values() for student in scores})
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", *map(defuse_formula, points), "total"])
    for student in students:
        scores = [of_all.get(student) for of_all in points.values()]
        writer.writerow([defuse_formula(student), *scores, sum(score or 0 for score in scores)])
    write_atomically(path, table.getvalue())
    return len(students)
