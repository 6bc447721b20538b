"""The name by which notebooks know us: `from autograder.notebook import check`."""

from autograder.student.notebook import check, grade

__all__ = ["check", "grade"]
