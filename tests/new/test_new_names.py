"""An assignment is begun under a name that can be a folder and a module, or not at all."""

import pytest

from autograder.author.new.assignment import make_assignment
from autograder.author.prove.folder import list_missing
from autograder.course import read_course
from autograder.errors import CourseError


def test_a_new_assignment_has_every_file(course):
    """Only its exercises are missing."""
    make_assignment(course, "02_medians")
    made = read_course(course.root).get("02_medians")

    assert (made.title, made.module, made.points) == ("Medians", "medians", {})
    assert list_missing(made) == []


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(course):
    """Whatever asks for an assignment."""
    with pytest.raises(CourseError, match=r"did you mean 01_average\?"):
        course.get("01_avrage")


def test_a_name_that_is_taken_changes_nothing(course):
    """Neither the folder nor course.toml."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match="choose another name"):
        make_assignment(course, "01_average")

    assert (course.root / "course.toml").read_text() == before


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("3rd", "'3rd.py' could not be imported: call the assignment otherwise"),
        ("02_class", "'class.py' could not be imported"),
        ("02_numpy", "'numpy.py' would stand in the way of everything that imports numpy"),
        ("02_statistics", "'statistics.py' would stand in the way of everything that imports statistics"),
        ('say "x"', "is called as its folder in solutions/ is, and 'say \"x\"' can be none"),
        ("a/b", "and 'a/b' can be none"),
    ],
)
def test_a_name_that_can_be_no_folder_or_no_module_changes_nothing(course, name, refused):
    """The remedy is another name, of the assignment or of the file."""
    before = (course.root / "course.toml").read_text()

    with pytest.raises(CourseError, match=refused):
        make_assignment(course, name)

    assert (course.root / "course.toml").read_text() == before
    assert not (course.root / "solutions" / name).is_dir()
