"""Open tasks: checks that right answers pass by different observations, and tests drawn from a secret."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.course.secret import SECRET, draw_secret, read_seed
from autograder.course.solution import read_solution
from autograder.diagnosis.case import Case
from autograder.diagnosis.one_slip import name_slip
from autograder.diagnosis.slips import SlipTable, read_slips
from autograder.diagnosis.source import Source
from autograder.errors import CourseError
from autograder.grading.digests import digest_assignment
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.repairs import make_task
from autograder.grading.slip_table import examine_slips, make_table
from autograder.submissions import Unit

CHECKS = '''
"""An open task: guess a number that the course's secret draws."""

from pathlib import Path

from autograder.checks import exercise, points, probe, read_seed

SECRET = read_seed(Path(__file__).parent)


@exercise("double")
class TestGuess:
    @probe(varies=True)
    def guess(student) -> int:
        return student.double(4)

    @probe
    def kind(student) -> str:
        return "even" if student.double(3) % 2 == 0 else "odd"

    @points(1)
    def test_guess(self, guess, kind, record_property):
        """is the double of 4"""
        record_property("public", guess / 10)
        assert guess == 8 + SECRET % 1
'''


@pytest.fixture
def open_task(toy: Assignment, tmp_path: Path) -> Assignment:
    """Give the toy assignment with one more check, which draws from a secret."""
    folder = tmp_path / "solutions" / toy.name
    shutil.copytree(toy.folder, folder)
    (folder / "test_toy_open_hidden.py").write_text(CHECKS)
    return replace(toy, folder=folder, secret=True)


def examine(judges: Judges, source: str, extent: Extent) -> dict[str, object]:
    """Return what a judge finds of a file: views, and of the open check its measures and the case for a diagnosis."""
    unit = Unit("toy.py", source)
    found = judges.examine([unit], extent)
    case = Case(found, "double", SlipTable(), Source([unit]))
    checks = {one.check.id.rpartition("::")[2]: one.check for one in found.checks}
    return {
        "views": " ".join(found.views),
        "open": checks.get("test_guess"),
        "task": make_task(case, ("double",)),
    }


def test_what_varies_has_no_view_and_calls_for_no_repair(open_task: Assignment) -> None:
    with Judges(open_task) as judges:
        seen = examine(judges, "def double(x):\n    return 7\n", Extent(all_views=True))

    assert "::kind" in seen["views"]
    assert "::guess" not in seen["views"]
    assert (seen["open"].status, seen["open"].measures) == ("failed", {"public": 0.7})
    assert seen["task"] is None


def test_measures_are_those_of_one_submission(open_task: Assignment) -> None:
    with Judges(open_task) as judges:
        first, other, again = (
            examine(judges, f"def double(x):\n    return {number}\n", Extent())["open"] for number in (8, 6, 8)
        )

    assert [one.measures["public"] for one in (first, other, again)] == [0.8, 0.6, 0.8]


def test_slips_are_spared_what_they_are_not_told_by(open_task: Assignment) -> None:
    with Judges(open_task) as judges:
        varying = tuple(check.id for check in judges.checks if check.varies)
        seen = examine(judges, "def double(x):\n    return 7\n", Extent(spared=varying))

    assert seen["open"] is None


def test_slips_are_named_whatever_they_were_spared(open_task: Assignment) -> None:
    slip = next(slip for slip in read_slips(open_task.path(".slips.toml")) if slip.exercise == "double")
    unit = Unit("toy.py", slip.apply(read_solution(open_task)))
    with Judges(open_task) as judges:
        varying = [check.id for check in judges.checks if check.varies]
        table = make_table(*examine_slips(open_task, judges, spared=varying))
        said = name_slip(Case(judges.examine([unit]), "double", table, Source([unit])))

    assert said is not None
    assert said.text == slip.says


def test_a_secret_is_drawn_once_for_its_owner_alone(open_task: Assignment) -> None:
    draw_secret(open_task)
    path = open_task.path(SECRET)
    seed, mode = read_seed(open_task.folder), path.stat().st_mode & 0o777
    draw_secret(open_task)

    assert read_seed(open_task.folder) == seed
    assert mode == 0o600


def test_among_students_files_no_secret_is_drawn(open_task: Assignment) -> None:
    for path in open_task.hidden_checks:
        path.unlink()
    draw_secret(open_task)

    assert not open_task.path(SECRET).exists()


def test_another_secret_makes_other_results(open_task: Assignment) -> None:
    draw_secret(open_task)
    first = digest_assignment(open_task)
    open_task.path(SECRET).write_text("another")

    assert digest_assignment(open_task) != first


def test_without_a_secret_there_is_a_remedy(open_task: Assignment) -> None:
    with pytest.raises(CourseError, match="autograder prove 01_toy draws one"):
        read_seed(open_task.folder)
