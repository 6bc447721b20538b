"""Enter a student's points and comments into nbgrader's gradebook."""

from typing import TYPE_CHECKING

from autograder.nbgrader.names import name_grade_cell, name_solution_cell
from autograder.reports.text import MESSAGE_LIMIT, clean, clean_line
from autograder.results import Record

if TYPE_CHECKING:
    from nbgrader.api import SubmittedNotebook

SILENCE = "No response."  # as nbgrader says of a cell that is as it was released


def enter(submitted: "SubmittedNotebook", record: Record) -> None:
    """Write a record's points and comments into the rows of its notebook; what a person wrote there stays, and counts.

    No row is left with what was said of an earlier answer.
    """
    points = {name_grade_cell(exercise.name): float(exercise.score) for exercise in record.exercises}
    for grade in submitted.grades:
        if grade.cell.name in points:
            grade.auto_score = points[grade.cell.name]
            # As nbgrader does: whoever graded by hand is asked to look again.
            grade.needs_manual_grade = grade.manual_score is not None
    comments = collect_comments(record)
    for comment in submitted.comments:
        if comment.cell.name in comments:
            comment.auto_comment = clean(comments[comment.cell.name], MESSAGE_LIMIT) or None


def list_solutions(record: Record) -> list[str]:
    """Return the functions and classes that students write, as far as exercises are named after them."""
    return list(dict.fromkeys(exercise.name.partition(".")[0] for exercise in record.exercises))


def collect_comments(record: Record) -> dict[str, str]:
    """Return what is said of each cell in which students write; of a class's cell, that on its methods too."""
    comments = {}
    for name in list_solutions(record):
        own = [each for each in record.exercises if each.name.partition(".")[0] == name]
        said = [f"{each.name}: {clean_line(each.sentence, MESSAGE_LIMIT)}" for each in own if each.sentence]
        is_blank = record.error is None and all(each.status == "not_started" for each in own)
        comments[name_solution_cell(name)] = "\n\n".join(said) or (SILENCE if is_blank else "")
    if record.error is not None:
        comments[next(iter(comments))] = record.error
    return comments
