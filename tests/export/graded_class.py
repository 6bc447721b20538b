"""Records of a class, kept as `autograder grade` leaves them."""

from pathlib import Path

from autograder.results import Check, Exercise, Record, Store

SAYS = "You counted the batch too."


def make_record(student: str, passed: bool = True, assignment: str = "01_network", **details: object) -> Record:
    """Give a record with 70 points to see and 30 hidden ones; without `passed`, only the hidden ones are there."""
    score, status, says = (70, "passed", None) if passed else (0, "failed", SAYS)
    message = "" if passed else "expected  400\nyours     1600"
    visible = Check("test::a", "the batch is not counted", status, score, 70, False, message, None if passed else 3)
    hidden = Check("test::b", "other maps", "passed", 30, 30, True, printed="secret input")
    exercises = (Exercise("Net.features", says, (visible,)), Exercise("total", None, (hidden,)))
    fields = {"path": f"{student}.py", "sha256": "ab", "error": None, "notes": (), "exercises": exercises}
    return Record(assignment, student, graded_with={}, seconds=0.5, **{**fields, **details})


def keep(folder: Path, *records: Record) -> Path:
    """Write records where `autograder grade --out FOLDER` does."""
    for record in records:
        Store(folder / "results").write(record)
    return folder
