"""`autograder grade --all`: every assignment in each student's clone, one table, one warm start."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.results import read_records
from autograder.sandbox import landlock

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")

NAMES = ("01_toy", "02_toy", "03_toy")


def grade_all(course: Path, submissions: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Grade a whole course as an instructor does."""
    command = [sys.executable, "-m", "autograder", "grade", "--all", submissions, "--out", out]
    return subprocess.run(command, cwd=course, capture_output=True, text=True)


@pytest.fixture(scope="module")
def course(toy: Assignment, tmp_path_factory) -> Path:
    """Make a course of three assignments that are alike."""
    root = tmp_path_factory.mktemp("course")
    text = toy.folder.parents[1].joinpath("course.toml").read_text()
    head, _, entry = text.partition("[assignments.01_toy]")
    root.joinpath("course.toml").write_text(
        head + "".join(f"[assignments.01_toy]{entry}".replace("01_toy", name) for name in NAMES)
    )
    for name in NAMES:
        shutil.copytree(toy.folder, root / "solutions" / name)
    return root


@pytest.fixture(scope="module")
def graded(course: Path, solution, tmp_path_factory) -> Path:
    clones, out = tmp_path_factory.mktemp("toy-submissions"), tmp_path_factory.mktemp("out")
    wrong = solution.text.replace("2 * x", "x * x")
    handed_in = {"ada": {"01_toy": solution.text, "02_toy": wrong}, "ben": {"02_toy": solution.text}}
    for student, texts in handed_in.items():
        for name, text in texts.items():
            folder = clones / f"toy-{student}" / "assignments" / name
            folder.mkdir(parents=True)
            folder.joinpath("toy.py").write_text(text)
    assert grade_all(course, clones, out).returncode == 0
    return out


def test_each_assignment_has_a_folder_of_results(graded):
    scores = {name: {record.student: record.score for record in read_records(graded / name)} for name in NAMES[:2]}

    assert scores == {"01_toy": {"ada": 100, "ben": 0}, "02_toy": {"ada": 40, "ben": 100}}
    assert not (graded / "03_toy").exists()


def test_one_table_has_a_column_for_each_assignment(graded):
    with open(graded / "grades.csv", encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}

    assert (rows["ada"]["02_toy"], rows["ada"]["sum"], rows["ada"]["max"]) == ("40", "140", "200")


def test_files_without_an_assignment_are_refused(course, solution, tmp_path):
    (tmp_path / "ada.py").write_text(solution.text)
    refused = grade_all(course, tmp_path, tmp_path / "out")

    assert refused.returncode == 2
    assert "--all needs a folder for each student" in refused.stderr
