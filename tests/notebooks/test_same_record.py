"""A notebook and a script of the same answer give the same record, but for the path and the lines."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from autograder.author.build.notebooks import code, encode_notebook
from autograder.author.build.pieces import cut
from autograder.course import Assignment, read_course
from autograder.diagnosis.slips import SlipTable, read_slips
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.submissions.read import parse_submission

COURSE = read_course(Path(__file__).parents[2])
ASSIGNMENTS = [each for each in COURSE.assignments.values() if each.path(".slips.toml").exists()]
PLACE = re.compile(r"(\w+\.py|Code cell \d+), line \d+|\bline \d+(?= uses)")


def answer(assignment: Assignment) -> str:
    """Return an answer with a slip in every exercise that has one which can be made beside the others."""
    source, wrong = assignment.path(".py").read_text(), set[str]()
    for slip in read_slips(assignment.path(".slips.toml")):
        if slip.exercise not in wrong and source.count(slip.write) == 1:
            source = slip.apply(source)
            wrong.add(slip.exercise)
    return source


def split_into_cells(source: str) -> bytes:
    """Return a notebook with a cell for each statement of a script, with magics and a check."""
    lines = source.rstrip().split("\n")
    pieces = cut(lines, ast.parse(source).body, 0, len(lines))
    cells = [code(f"cell-{number}", "\n".join(lines[piece.first : piece.last])) for number, piece in enumerate(pieces)]
    return encode_notebook([code("magic", "%matplotlib inline\n!pip install torch"), *cells, code("check", "check()")])


def describe(assignment: Assignment, judges: Judges, path: str, data: bytes) -> list[dict[str, Any]]:
    """Return what a record says of each check, without what may differ."""
    submission = parse_submission("ada", Path(path), data)
    record = Grader(assignment, judges, SlipTable()).grade(submission)
    assert (record.error, record.notes) == (None, ())
    checks = [check.to_dict() for exercise in record.exercises for check in exercise.checks]
    return [check | {"message": PLACE.sub("PLACE", check["message"]), "line": 0, "seconds": 0} for check in checks]


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda each: each.name)
def test_a_notebook_is_graded_as_the_script(assignment: Assignment) -> None:
    """With something wrong in most exercises, so that messages are compared too."""
    source = answer(assignment)
    with Judges(assignment) as judges:
        script = describe(assignment, judges, f"{assignment.module}.py", source.encode())
        notebook = describe(assignment, judges, f"{assignment.module}.ipynb", split_into_cells(source))

    assert notebook == script
    assert {check["status"] for check in script} >= {"passed", "failed"}
