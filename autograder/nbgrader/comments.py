"""Say in nbgrader's comments what the tutor says."""

from autograder.nbgrader.names import name_solution_cell
from autograder.reports.text import MESSAGE_LIMIT, clean_line
from autograder.results import Record


def collect_comments(record: Record) -> dict[str, str]:
    """Return the tutor's sentences by the cell that they are about: a class's cell has those on its methods too."""
    comments: dict[str, str] = {}
    for exercise in record.exercises:
        if exercise.sentence:
            cell = name_solution_cell(exercise.name.partition(".")[0])
            before = f"{comments[cell]}\n\n" if cell in comments else ""
            comments[cell] = f"{before}{exercise.name}: {clean_line(exercise.sentence, MESSAGE_LIMIT)}"
    return comments
