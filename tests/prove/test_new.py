"""A course, and an assignment of one, begun by one command."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.author.new.assignment import make_assignment
from autograder.author.new.course import make_course
from autograder.author.prove.folder import list_missing
from autograder.course import Course, read_course
from autograder.errors import AutograderError, CourseError
from autograder.sandbox import landlock


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Give a new course."""
    make_course(tmp_path / "statistics")
    return read_course(tmp_path / "statistics")


def test_a_new_course_names_itself_and_brings_its_autograder(course):
    """As a wheel, which its requirements name."""
    wheel = next((course.root / "wheels").glob("autograder-*.whl"))

    assert (course.title, list(course.assignments)) == ("Statistics", ["01_average"])
    assert f"./wheels/{wheel.name}" in (course.root / "requirements.txt").read_text()
    assert (course.root / ".gitignore").is_file()
    assert (course.root / ".github" / "workflows" / "ci.yml").is_file()


def test_a_folder_in_which_something_is_stays_as_it_is(tmp_path):
    """A course is never written over anything."""
    (tmp_path / "mine").write_text("")

    with pytest.raises(AutograderError, match="not empty: name a new folder"):
        make_course(tmp_path)


@pytest.mark.skipif(not landlock.abi(), reason="assignments are proved on Linux alone")
@pytest.mark.parametrize("command", [["prove", "--runs", "2"], ["prove", "--mutants"]], ids=" ".join)
def test_a_new_course_is_proved_at_once(course, command):
    """Mutants and all."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *command], cwd=course.root, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_assignment_has_every_file(course):
    """Only its exercises are missing."""
    make_assignment(course, "02_medians")
    made = read_course(course.root).get("02_medians")

    assert (made.title, made.module, made.points) == ("Medians", "medians", {})
    assert list_missing(made) == []


def test_an_existing_solution_brings_exercises_checks_and_slips(course):
    """From signatures, worked examples, and faults made by rule."""
    source = course.get("01").path(".py")
    make_assignment(course, "week-2", source)
    made = read_course(course.root).get("week-2")
    checks, slips = ((made.folder / name).read_text() for name in ("test_week_2.py", "week_2.slips.toml"))

    assert made.points == {"moving_average": 50, "exponential_average": 50}
    assert '@pytest.mark.parametrize("width", [2])' in checks
    assert "assert_close(result, numpy.array([1.5, 4.0]))" in checks
    assert slips.count("[[slip]]") == 4


def test_a_name_that_is_taken_changes_nothing(course):
    """Neither the folder nor course.toml."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match="choose another name"):
        make_assignment(course, "01_average")
    assert (course.root / "course.toml").read_text() == before


def test_a_name_that_can_be_no_module_changes_nothing(course):
    """The remedy is to name the file."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match=r"could not be imported: name one that can"):
        make_assignment(course, "3rd")
    assert (course.root / "course.toml").read_text() == before
