"""What a user gets wrong is answered by one clear line and exit status 2, never by a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
from complaining import complain

from autograder.cli import COMMANDS

# What `pip install autograder-….whl` does not bring.
EXTRAS = ("torch", "sklearn", "matplotlib", "scipy", "nbgrader", "distributed", "cryptography")

COURSE = """
title = "Tiny"
[assignments.01_tiny]
title = "Tiny"
[assignments.01_tiny.points]
double = 100
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "course.toml").write_text(COURSE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    said = complain(capsys, ["frobnicate"])

    assert "'frobnicate'" in said
    assert "--help" in said


def test_an_unknown_assignment_is_answered_with_those_that_exist(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = complain(capsys, ["grade", "07_nothing", ".", "--out", "out"])

    assert "07_nothing" in said
    assert "01_tiny" in said


def test_a_folder_of_submissions_that_is_not_there_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complain(capsys, ["grade", "01_tiny", "nowhere", "--out", "out"])

    assert "nowhere" in said


@pytest.mark.parametrize("arguments", ["grade 01_tiny . --out out --jobs none", "prove --jobs 0", "prove --runs -1"])
def test_a_number_of_judges_or_runs_is_at_least_1(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: str
) -> None:
    said = complain(capsys, arguments.split())

    assert f"{arguments.split()[-1]!r} is not a whole number of at least 1" in said


def test_outside_of_a_course_the_remedy_is_to_go_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    said = complain(capsys, ["build"])

    assert "course.toml" in said


def test_a_course_file_that_is_no_toml_is_named_with_the_line(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "course.toml").write_text("title = \n")

    said = complain(capsys, ["prove"])

    assert "course.toml" in said
    assert "line 1" in said


def test_points_that_are_no_whole_numbers_are_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "course.toml").write_text(COURSE.replace("100", "99.5"))

    said = complain(capsys, ["prove"])

    assert "whole numbers" in said


@pytest.mark.parametrize(
    ("name", "answer"),
    [("nope", "there is no nope; this course has 01_tiny"), ("/", "there are no checks in /; this course has 01_tiny")],
)
def test_whoever_asks_for_what_is_no_assignment_is_told_which_there_are(
    course: Path, capsys: pytest.CaptureFixture[str], name: str, answer: str
) -> None:
    (course / "assignments" / "01_tiny").mkdir(parents=True)

    said = complain(capsys, ["check", name])

    assert answer in said


def test_a_folder_without_checks_is_no_assignment(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complain(capsys, ["check"])

    assert "no checks" in said


def test_checking_a_file_that_is_not_there_names_it(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = course / "assignments" / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text("")
    (folder / "test_tiny.py").write_text("from autograder.checks import probe\n")

    said = complain(capsys, ["check", "01_tiny", "nowhere.py"])

    assert "nowhere.py" in said


def test_every_command_starts_with_what_a_plain_installation_has() -> None:
    """Whoever has no extra is told by the command that needs one, and by no other."""
    block = f"import sys, importlib; sys.modules.update(dict.fromkeys({EXTRAS}))"
    program = f"{block}; [importlib.import_module(f'autograder.cli.{{name}}') for name in {list(COMMANDS)}]"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
