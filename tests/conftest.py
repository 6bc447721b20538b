"""A toy course for the engine's own tests, and judges that grade it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Assignment, read_course
from autograder.grading.judges import Judges
from autograder.submissions import Unit

pytest_plugins = ["pytester"]

TOY = Path(__file__).parent / "toy"

# Its checks are for judges, not for the pytest that runs this suite.
collect_ignore = ["toy"]


@pytest.fixture(scope="session")
def toy() -> Assignment:
    """Give the toy assignment."""
    return read_course(TOY).get("01_toy")


@pytest.fixture(scope="session")
def judges(toy: Assignment) -> Iterator[Judges]:
    """Give one judge of the toy assignment, started once for all tests."""
    with Judges(toy) as judges:
        yield judges


@pytest.fixture(scope="session")
def solution(toy: Assignment) -> Unit:
    """Give the toy assignment's solution as a submission's unit."""
    return Unit("toy.py", toy.path(".py").read_text(encoding="utf-8"))
