"""Print what this environment gives: verdicts on right answers, on slips and on the example class, and what slips look
like. One line of JSON, for `versions.py` to compare.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from measure import ASSIGNMENT, ROOT

from autograder.cohort.grade import grade_class
from autograder.cohort.intake import take_in
from autograder.course import Assignment, Course, read_course
from autograder.examination.found import Examination
from autograder.grading.judges import Judges
from autograder.grading.slip_table import examine_slips, find_table_files, keep_table, make_table
from autograder.submissions import read_submission

RIGHT = ROOT / "tests" / "course" / "right"


def main() -> None:
    """Print the verdicts, by assignment and by what was examined."""
    course = read_course(ROOT)
    found = {name: look_at(course.get(name)) for name in course.assignments}
    found[ASSIGNMENT]["class"] = grade_example(course)
    print(json.dumps(found))


def look_at(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """Return what fails of each right answer and each slip, and how slips differ from the solution."""
    with Judges(assignment, 2) as judges:
        answers = sorted((RIGHT / assignment.name).glob("*.py"))
        right = {path.name: judges.examine(read_submission(path.stem, path).units) for path in answers}
        solution, slips = examine_slips(assignment, judges)
    table = make_table(solution, slips)
    keep_table(find_table_files(assignment), table)
    return {
        "right": {name: list_failed(found) for name, found in right.items()},
        "slips": {f"{slip.name}: {slip.instead}": list_failed(found) for slip, found in slips},
        "views": {"solution": table.solution, **{f"{one.exercise}: {one.says}": one.differs for one in table.slips}},
    }


def grade_example(course: Course) -> dict[str, Any]:
    """Return the points and the sentences of the example class."""
    assignment = course.get(ASSIGNMENT)
    with tempfile.TemporaryDirectory() as out:
        intake = take_in(course, assignment, ROOT / "examples" / "class" / ASSIGNMENT)
        graded = grade_class(assignment, intake, Path(out), jobs=2, search_seconds=0)
    return {one.student: [[each.name, each.score, each.says] for each in one.exercises] for one in graded.records}


def list_failed(found: Examination) -> list[str]:
    """Return the checks that did not pass."""
    return [one.check.id for one in found.checks if one.check.status != "passed"]


if __name__ == "__main__":
    main()
