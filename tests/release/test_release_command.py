"""What `autograder release` refuses to write over."""

import shutil
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course import Assignment
from autograder.errors import CourseError
from autograder.release.repository import insist_on_place


def test_a_course_is_not_written_over_by_its_own_release(
    assignment: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "course"
    shutil.copytree(assignment.folder.parents[1], root)
    before = (root / "course.toml").read_bytes()

    status = main(["release", assignment.name, "--to", str(root), "--course", str(root)])

    assert (status, (root / "course.toml").read_bytes()) == (2, before)
    assert "is a course with solutions, and a release would overwrite it" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["assignments", "solutions/01_network", ".."])
def test_a_release_lies_beside_its_course(assignment: Assignment, place: str) -> None:
    """Neither in what a course is made of, nor around it."""
    root = assignment.folder.parents[1]

    with pytest.raises(CourseError, match="name a folder for this release alone"):
        insist_on_place(root / place, root)
