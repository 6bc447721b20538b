"""Name the gradebook, and the cells of a notebook, as nbgrader knows them."""

GRADEBOOK = "gradebook.db"  # in the course's folder


def name_grade_cell(exercise: str) -> str:
    """Return the grade_id of the cell that holds an exercise's points."""
    return f"check-{exercise.replace('.', '-')}"


def name_solution_cell(definition: str) -> str:
    """Return the grade_id of the cell in which students write a class or function: where comments on it belong."""
    return f"write-{definition}"
