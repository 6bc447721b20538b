"""A course, begun by one command."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.author.new.course import make_course
from autograder.errors import AutograderError
from autograder.sandbox import landlock


def test_a_new_course_names_itself_and_brings_its_autograder(course):
    """As a wheel, which its requirements name."""
    wheel = next((course.root / "wheels").glob("autograder-*.whl"))

    assert (course.title, list(course.assignments)) == ("Statistics", ["01_average"])
    assert f"./wheels/{wheel.name}" in (course.root / "requirements.txt").read_text()
    assert (course.root / ".gitignore").is_file()
    assert (course.root / ".github" / "workflows" / "ci.yml").is_file()


def test_the_page_on_a_course_of_ones_own_lists_what_there_is(tmp_path):
    """File by file."""
    page = (Path(__file__).parents[2] / "docs" / "your-own-course.md").read_text(encoding="utf-8")
    shown = re.findall(r"^statistics/(.+)$", page.partition("Next:")[0], re.MULTILINE)
    made = make_course(tmp_path / "statistics")

    assert [path for path in shown if ".whl" not in path] == [path for path in made if ".whl" not in path]


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
