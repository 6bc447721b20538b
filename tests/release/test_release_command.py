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


def test_a_release_says_which_assignment_it_leaves_out(
    assignment: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Since one that was released before is graded no longer."""
    released = 'title = "x"\n[assignments.00_first]\ntitle = "y"\n[assignments.00_first.points]\n"f" = 100\n'
    (tmp_path / "course.toml").write_text(released)
    root = assignment.folder.parents[1]

    assert main(["release", assignment.name, "--to", str(tmp_path), "--course", str(root)]) == 0
    assert f"00_first. To keep what was released, name it, too: autograder release 00_first {assignment.name}" in (
        capsys.readouterr().out.replace("\n", " ")
    )
