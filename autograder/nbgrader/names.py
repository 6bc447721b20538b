"""Name the cells of a notebook as nbgrader's gradebook knows them."""


def name_grade_cell(exercise: str) -> str:
    """Return the grade_id of the cell that holds an exercise's points."""
    return f"check-{exercise.replace('.', '-')}"


def name_solution_cell(definition: str) -> str:
    """Return the grade_id of the cell in which students write a class or function: where comments on it belong."""
    return f"write-{definition}"
