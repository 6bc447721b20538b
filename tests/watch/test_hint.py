"""`autograder hint` gives one more hint each time, for the exercise that is meant."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli.hint import find_exercise
from autograder.course import Assignment
from autograder.errors import AutograderError
from autograder.student.hinting import next_hint
from autograder.student.progress import FILE, Progress, read_progress, write_progress


@pytest.fixture
def toy(folder: Path, tmp_path: Path) -> Assignment:
    """Give a student's folder of their own, fresh."""
    shutil.copytree(folder, tmp_path / "01_toy", ignore=shutil.ignore_patterns(FILE))
    return Assignment(tmp_path / "01_toy", "Toy")


def test_the_command_prints_the_next_hint(toy: Assignment) -> None:
    command = [sys.executable, "-m", "autograder", "hint", "double"]
    said = [subprocess.check_output(command, cwd=toy.folder, text=True) for _ in range(2)]

    assert said == ["Hint 1 of 3 for double: Add.\n", "Hint 2 of 3 for double: Twice x.\n"]


def test_hints_end_with_the_last_one(toy: Assignment) -> None:
    said = [next_hint(toy, "double") for _ in range(5)]

    assert said[2] == "Hint 3 of 3 for double, the last one: `2 * x`"
    assert said[3] == said[4]
    assert said[3].startswith("You have had all 3 hints for double; they stand in toy.hints.md.")


def test_a_hint_that_cannot_be_remembered_is_given_all_the_same(toy: Assignment) -> None:
    (toy.folder / FILE).mkdir()

    said = next_hint(toy, "double")

    assert said.startswith("Hint 1 of 3 for double: Add. (All 3 stand in toy.hints.md. Not remembered: ")


def test_each_exercise_has_its_own_hints(toy: Assignment) -> None:
    next_hint(toy, "double")

    assert next_hint(toy, "count_up") == "Hint 1 of 3 for count_up: One."


def test_a_deleted_file_starts_afresh(toy: Assignment) -> None:
    next_hint(toy, "double")
    (toy.folder / FILE).unlink()

    assert next_hint(toy, "double") == "Hint 1 of 3 for double: Add."


@pytest.mark.parametrize("text", ["", "at\n", "9999 hints of double\n", "x hints of double", "\udcff\0", "double: 7\n"])
def test_a_damaged_file_is_as_good_as_none(toy: Assignment, text: str) -> None:
    (toy.folder / FILE).write_bytes(text.encode(errors="surrogateescape"))

    assert next_hint(toy, "double") == "Hint 1 of 3 for double: Add."


def test_progress_is_plain_text_and_survives(tmp_path: Path) -> None:
    progress = Progress("Net.num_flat_features", {"Net": 1, "add_batch_dimension": 3})
    write_progress(tmp_path, progress)

    assert read_progress(tmp_path) == progress
    assert (tmp_path / FILE).read_text().splitlines()[1:] == [
        "at Net.num_flat_features",
        "1 hint of Net",
        "3 hints of add_batch_dimension",
    ]


@pytest.mark.parametrize("name", ["count_up", "Count_Up"])
def test_an_exercise_is_meant_in_any_case(toy: Assignment, name: str) -> None:
    assert find_exercise(name, [toy]) == (toy, "count_up")


def test_the_last_part_of_a_name_is_enough(toy: Assignment) -> None:
    toy.path(".hints.md").write_text("## Net\n\n1. a\n\n## Net.forward\n\n1. a\n")

    assert find_exercise("forward", [toy]) == (toy, "Net.forward")
    assert find_exercise("net", [toy]) == (toy, "Net")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("cuont_up", "there is no exercise cuont_up; did you mean count_up?"),
        ("count", "there is no exercise count; did you mean count_up?"),
        ("zzz", "there is no exercise zzz; there are double, count_up"),
    ],
)
def test_a_wrong_name_is_answered_with_near_misses(toy: Assignment, wanted: str, message: str) -> None:
    with pytest.raises(AutograderError) as caught:
        find_exercise(wanted, [toy])

    assert str(caught.value) == message


def test_a_name_in_two_assignments_asks_which(toy: Assignment, tmp_path: Path) -> None:
    shutil.copytree(toy.folder, tmp_path / "02_toy")

    with pytest.raises(AutograderError, match="double is an exercise of 01_toy and 02_toy"):
        find_exercise("double", [toy, Assignment(tmp_path / "02_toy", "Toy")])
