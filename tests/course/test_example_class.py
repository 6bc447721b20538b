"""What examples/class/README.md says that each answer earns is what it earns."""

import re
from pathlib import Path

import pytest

from autograder.cohort.grade import grade_class
from autograder.cohort.intake import take_in
from autograder.course import read_course
from autograder.results import Record
from autograder.sandbox import landlock

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples" / "class"
ROW = re.compile(r"^\| `(\w+)\.\w+` \| .+? \| (\d+)(.*) \|$", re.MULTILINE)

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    course = read_course(ROOT)
    intake = take_in(course, course.get("01"), CLASS / "01_network")
    found = grade_class(course.get("01"), intake, tmp_path_factory.mktemp("out"), jobs=2, search_seconds=0)
    return {record.student: record for record in found.records}


def test_the_readme_says_what_each_answer_earns(records: dict[str, Record]) -> None:
    rows = {name: int(points) for name, points, _ in ROW.findall((CLASS / "README.md").read_text())}

    assert rows == {name: record.score for name, record in records.items()}


def test_the_readme_says_which_exercise_lost_points(records: dict[str, Record]) -> None:
    for name, _, more in ROW.findall((CLASS / "README.md").read_text()):
        for exercise, score, most in re.findall(r"`([\w.]+)` (\d+) of (\d+)", more):
            (found,) = (each for each in records[name].exercises if each.name == exercise)
            assert (name, found.score, found.max_score) == (name, int(score), int(most))
