"""Right answers in other styles earn every point, graded as a student's."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[1]
ASSIGNMENTS = sorted(path.name for path in (COURSE / "tests" / "right").iterdir())


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_answers_earn_every_point(assignment, tmp_path):
    """Whatever their style: a check that refuses one is the worst bug there is."""
    answers = COURSE / "tests" / "right" / assignment
    grade = [sys.executable, "-m", "autograder", "grade", assignment, answers, "--out", tmp_path]
    subprocess.run(grade, cwd=COURSE, check=True)

    with (tmp_path / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["score"] for row in rows] == [row["max"] for row in rows]
