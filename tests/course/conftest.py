"""Judges of the course's own assignments."""

from collections.abc import Iterator

import pytest

from autograder.course import Assignment
from autograder.grading.judges import Judges


@pytest.fixture(scope="module")
def judges(assignment: Assignment) -> Iterator[Judges]:
    """Give one judge of the assignment that a module is about, started once for its tests."""
    with Judges(assignment) as judges:
        yield judges
