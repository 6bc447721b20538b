"""`autograder ci` outside of Actions: on Classroom 50, in a terminal, and where it cannot grade."""

import json
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from autograder.course import Assignment
from autograder.sandbox import landlock

WITHOUT_LANDLOCK = Path(__file__).parents[1] / "grading" / "without_landlock.py"
CLASSROOM50 = {"CLASSROOM": "dl-2026", "ASSIGNMENT": "network", "SUBMISSION_TAG": "submit/1", "USERNAME": "ada-b"}


@pytest.fixture(scope="module")
def clone(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clone whose student has answered nothing, and edited the checks and the course instead."""
    clone = tmp_path_factory.mktemp("clones") / "network-ada-b"
    shutil.copytree(released, clone)
    for checks in clone.glob("assignments/*/test_*.py"):
        checks.write_text("def test_everything(): pass\n")
    (clone / "course.toml").write_text('title = "Mine"\n')
    return clone


@pytest.fixture(scope="module")
def installed(released: Path, machine: Path) -> Path:
    """Give the programs of a machine on which the whole release is installed."""
    install = [machine / "python", "-I", "-m", "pip", "install", "--no-index", "--requirement", "requirements.txt"]
    subprocess.run(install, cwd=released, check=True, capture_output=True)
    return machine


@pytest.fixture(scope="module")
def graded(clone: Path, installed: Path) -> subprocess.CompletedProcess[str]:
    """Give what grading the clone as Classroom 50 does it printed."""
    environment = {"PATH": f"{installed}:/usr/bin:/bin", "GITHUB_OUTPUT": str(clone.parent / "output"), **CLASSROOM50}
    return subprocess.run([installed / "autograder", "ci"], cwd=clone, env=environment, capture_output=True, text=True)


def test_edited_checks_give_no_points(
    graded: subprocess.CompletedProcess[str], clone: Path, assignment: Assignment
) -> None:
    """Those that were released are used, and it says so."""
    result = json.loads((clone / "result.json").read_text())
    checks = [f"assignments/{assignment.name}/{path.name}" for path in assignment.visible_checks]
    changed = ", ".join(["course.toml", *checks])

    assert graded.returncode == 1, graded.stderr
    assert result["score"] == 0 < result["max-score"]
    assert graded.stdout.endswith(f"Changed, and not used when it is graded: {changed}.\n")


def test_classroom_50_finds_what_it_collects(graded: subprocess.CompletedProcess[str], clone: Path) -> None:
    """The result, the report for the student, and the status of the commit."""
    result = json.loads((clone / "result.json").read_text())
    points = f"0 of {result['max-score']} points"

    assert (result["classroom"], result["submission"]) == ("dl-2026", "submit/1")
    assert points in (clone / "release-body.md").read_text()
    assert (clone.parent / "output").read_text() == f"status=failure\nsummary={points}\n"


def test_a_terminal_shows_what_pytest_shows(graded: subprocess.CompletedProcess[str], assignment: Assignment) -> None:
    """No commands where no runner reads them."""
    assert graded.stdout.startswith(f"{assignment.name} · {assignment.title}")
    assert "::" not in graded.stdout


@pytest.mark.skipif(not landlock.abi(), reason="there is no Landlock to be hidden")
def test_nothing_is_graded_where_student_code_cannot_be_locked_down(
    clone: Path, installed: Path, tmp_path: Path
) -> None:
    """Status 2, and the summary names what is missing."""
    summary = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    command = [installed / "python", WITHOUT_LANDLOCK, "ci"]
    done = subprocess.run(command, cwd=clone, env=summary, capture_output=True, text=True)

    assert done.returncode == 2, done.stdout
    assert done.stderr.endswith("your account may do. Nothing was graded.\n")
    assert "Nothing was graded." in (tmp_path / "summary").read_text()


def test_a_failed_grading_is_told_from_missing_points(tmp_path: Path) -> None:
    """Here no checks are installed: status 2, and the summary and the reporter say that it is no verdict."""
    files = {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    command = [sys.executable, "-I", "-m", "autograder", "ci"]
    done = subprocess.run(command, cwd=tmp_path, env=files, capture_output=True, text=True)
    result = (tmp_path / "GITHUB_OUTPUT").read_text().removeprefix("result=")

    assert done.returncode == 2
    assert done.stderr.startswith("autograder: the checks of this assignment are not installed")
    assert "grading itself failed" in (tmp_path / "GITHUB_STEP_SUMMARY").read_text()
    assert json.loads(b64decode(result))["status"] == "error"
