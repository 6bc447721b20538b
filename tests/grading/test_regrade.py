"""A check that was mended judges what was seen before: no student's code runs again for it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.cohort.grade import grade_class
from autograder.cohort.intake import take_in
from autograder.cohort.seen import read_observations
from autograder.course import read_course
from autograder.results import Record
from autograder.results.check import Check
from autograder.results.observations import ObservationStore
from autograder.sandbox import landlock

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")

# Counts from a random number, so that what a check says of it tells whether it ran again.
RANDOM = """
import random
def double(x): return 2 * x
def count_up(n):
    if n < 0: raise ValueError
    return [random.SystemRandom().randrange(10**9)]
"""


COUNTS, FURTHER = "counts from 1", "counts further"


@dataclass(frozen=True)
class Runs:
    """The records of one submission after one change after the other, and where they lie."""

    first: Record
    after_assertion: Record
    after_probe: Record
    after_submission: Record
    out: Path
    kept_after_probe: set[str]  # the names of what was seen


@pytest.fixture(scope="module")
def runs(toy, tmp_path_factory) -> Runs:
    folder = tmp_path_factory.mktemp("regrade")
    shutil.copytree(toy.folder.parents[1], folder / "course")
    answer, checks = folder / "submissions/ada.py", folder / "course/solutions/01_toy/test_toy.py"
    answer.parent.mkdir()
    answer.write_text(RANDOM)

    def grade() -> Record:
        course = read_course(folder / "course")
        intake = take_in(course, course.get("01"), answer.parent)
        return next(grade_class(course.get("01"), intake, folder / "out").read_records())

    def change(path: Path, before: str, after: str) -> Record:
        path.write_text(path.read_text().replace(before, after))
        return grade()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        first = grade()
        after_assertion = change(checks, "assert counted == [1, 2, 3]", "assert counted != []")
        after_probe = change(checks, "return student.count_up(n)", "return list(student.count_up(n))")
        kept = {one.probe for one in read_observations(folder / "out")}
        after_submission = change(answer, "import random", "import random  # mended")
        return Runs(first, after_assertion, after_probe, after_submission, folder / "out", kept)


def find(record: Record, title: str) -> Check:
    return next(check for one in record.exercises for check in one.checks if check.title == title)


def test_a_changed_assertion_judges_what_was_seen_before(runs):
    assert find(runs.first, FURTHER).message != ""
    assert find(runs.after_assertion, COUNTS).status == "passed"
    assert find(runs.after_assertion, FURTHER) == find(runs.first, FURTHER)


def test_an_exercise_whose_checks_are_the_same_is_left_as_it_was(runs):
    assert runs.after_assertion.exercises[0] == runs.first.exercises[0]


def test_of_a_changed_probe_only_its_own_question_is_asked_anew(runs):
    assert find(runs.after_probe, COUNTS).seconds != find(runs.after_assertion, COUNTS).seconds
    assert find(runs.after_probe, FURTHER) == find(runs.first, FURTHER)


def test_what_other_exercises_were_asked_stays_kept(runs):
    assert len(runs.kept_after_probe) == 5
    assert "test_toy.py::TestDouble::doubled" in runs.kept_after_probe


def test_another_submission_is_asked_everything_anew(runs):
    assert find(runs.after_submission, FURTHER).message != find(runs.after_probe, FURTHER).message


def test_what_was_seen_lies_beside_the_records_alone(runs):
    kept = ObservationStore(runs.out / "observations").read("ada")

    assert kept is not None
    assert kept[0].units[0][0] == "ada.py"
    assert [path.parent.name for path in runs.out.rglob("*.observations")] == ["observations"]


def test_what_a_hidden_check_expected_is_for_instructors_alone(runs):
    kept = ObservationStore(runs.out / "observations").read("ada")
    check = find(runs.after_submission, FURTHER)

    assert kept is not None
    assert "expectation" in kept[0].revealed[check.id]
    assert "expectation" not in check.message


def test_a_wrong_answer_says_by_a_digest_how_it_was_wrong(runs):
    assert find(runs.first, FURTHER).seen != find(runs.after_submission, FURTHER).seen != ""
    assert find(runs.first, "every number is doubled").seen == ""
