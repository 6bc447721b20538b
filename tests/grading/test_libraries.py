"""What a class's sandboxes find imported: what its files need, of what the course requires."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.grading.libraries import need_libraries
from autograder.submissions import Submission
from autograder.submissions.read import read_submission


@pytest.fixture
def hand_in(tmp_path):
    """Give a function that makes a submission of some text."""

    def hand_in(text: str) -> Submission:
        (tmp_path / "ada.py").write_text(text)
        return read_submission("ada", Path(tmp_path / "ada.py"))

    return hand_in


def require(toy: Assignment, *packages: str) -> Assignment:
    return replace(toy, requirements=packages)


@pytest.mark.parametrize(
    ("text", "library"),
    [
        ("import pandas as pd", "pandas"),
        ("from scipy import stats", "scipy"),
        ("output.backward(torch.ones(3))", "slopes"),
        ("nn.Linear(2, 2, device='meta')", "meta"),
    ],
)
def test_what_a_file_needs_is_imported_for_its_class(toy, hand_in, text, library):
    assignment = require(toy, "torch", "pandas", "scipy")

    assert library not in need_libraries(assignment)
    assert library in need_libraries(assignment, [hand_in(text)])


def test_what_the_course_does_not_require_is_left_to_the_file(toy, hand_in):
    assert "pandas" not in need_libraries(require(toy, "torch"), [hand_in("import pandas as pd")])
