"""`autograder export gradescope`: the archive, and what its own programs make of submissions."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graded_class import SAYS, make_record

from autograder.cli import main
from autograder.course import Assignment, need_course
from autograder.course.secret import SECRET, draw_secret
from autograder.diagnosis.slips import SlipTable
from autograder.release.contents import describe_course
from autograder.release.gradescope import pack_autograder
from autograder.reports.gradebooks.gradescope import write_results
from autograder.results import Check, Exercise


@pytest.fixture(scope="module")
def root(toy: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Gradescope's folder after setup, but for the installation: the environment is that of this test."""
    root = tmp_path_factory.mktemp("gradescope")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(toy.folder)
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        assert main(["export", "gradescope", "01_toy", "--to", str(root / "autograder.zip")]) == 0
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        archive.extractall(root / "source")
    (root / "venv").symlink_to(sys.prefix)
    return root


def grade(root: Path, name: str, content: str) -> dict[str, Any]:
    """Run run_autograder on a submission; return results.json."""
    for path in (root / "submission").glob("*"):
        path.unlink()
    (root / "submission").mkdir(exist_ok=True)
    (root / "submission" / name).write_text(content)
    environment = {**os.environ, "AUTOGRADER_ROOT": str(root)}
    subprocess.run(["bash", root / "source/run_autograder"], cwd=root, env=environment, check=True)
    return json.loads((root / "results/results.json").read_text())


def add_up(results: dict[str, Any]) -> int:
    """Return the sum of the points, as Gradescope computes it."""
    return sum(test["score"] for test in results["tests"])


def test_a_right_answer_has_all_points(root: Path, toy: Assignment) -> None:
    """Hidden checks count too."""
    results = grade(root, "toy.py", toy.path(".py").read_text())

    assert add_up(results) == 100
    assert {test["visibility"] for test in results["tests"]} == {"visible", "hidden"}
    assert results["output"] == ""


def test_a_slip_is_named(root: Path, toy: Assignment) -> None:
    """The tutor's sentence stands once, where the student sees it."""
    results = grade(root, "toy.py", toy.path(".py").read_text().replace("2 * x", "x * x"))
    saying = [test for test in results["tests"] if "You squared x." in test["output"]]

    assert add_up(results) == 40
    assert [test["visibility"] for test in saying] == ["visible"]
    assert saying[0]["name"].startswith("double: ")


def test_what_no_slip_knows_is_named_by_its_repair(root: Path, toy: Assignment) -> None:
    """The search needs no solution."""
    results = grade(root, "toy.py", toy.path(".py").read_text().replace("range(1, n + 1)", "range(1, n + 2)"))
    said = next(test["output"] for test in results["tests"] if test["name"].startswith("count_up: "))

    assert said.endswith("\nLine 15: The number 2 is not the one that is needed here.")


def test_a_broken_file_is_answered_in_one_line(root: Path) -> None:
    """With every check at 0."""
    results = grade(root, "toy.py", "def double(x:\n")

    assert "toy.py has a syntax error in line 1" in results["output"]
    assert add_up(results) == 0
    assert {test["status"] for test in results["tests"]} == {"failed"}


def test_the_archive_has_the_hidden_checks_and_no_solution(root: Path) -> None:
    """Its programs can be started."""
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        names = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}

    assert (names["setup.sh"], names["run_autograder"]) == (0o755, 0o755)
    assert "course/solutions/01_toy/test_toy_hidden.py" in names
    assert not any(name.endswith(("/toy.py", ".slips.toml")) for name in names)


def test_the_score_of_an_open_task_climbs_by_the_ladder_from_what_was_shown_before(tmp_path: Path) -> None:
    check = Check("c", "is told", "passed", 5, 5, True, measures={"public": 0.915, "final": 0.777})
    record = replace(make_record("ada"), exercises=(Exercise("train", None, (check,)),))
    metadata = tmp_path / "submission_metadata.json"

    shown = []
    for before in (0.85, 0.91, None):
        board = [{"name": "Right answers", "value": before, "order": "desc"}] if before else []
        metadata.write_text(json.dumps({"previous_submissions": [{"results": {"leaderboard": board}}]}))
        write_results(record, tmp_path / "results.json", metadata)
        shown += json.loads((tmp_path / "results.json").read_text())["leaderboard"]

    assert [one["value"] for one in shown] == [0.92, 0.91, 0.92]
    assert "0.777" not in (tmp_path / "results.json").read_text()


def test_the_archive_of_an_open_task_has_its_secret(toy: Assignment, tmp_path: Path) -> None:
    folder = tmp_path / "solutions" / toy.name
    shutil.copytree(toy.folder, folder)
    task = replace(toy, folder=folder, secret=True)
    draw_secret(task)
    course = need_course(toy.folder)

    with zipfile.ZipFile(io.BytesIO(pack_autograder(course, task, SlipTable()))) as archive:
        assert archive.read("course/solutions/01_toy/toy.secret") == task.path(SECRET).read_bytes()
        assert b"secret = true" in archive.read("course/course.toml")

    assert "secret" not in describe_course(course, [task])


@pytest.mark.parametrize("program", ["setup.sh", "run_autograder"])
def test_the_programs_are_sound_shell(root: Path, program: str) -> None:
    """As far as a linter of shell scripts can tell."""
    linter = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if linter is None:
        pytest.skip("shellcheck is not installed")
    done = subprocess.run([linter, root / "source" / program], capture_output=True, text=True)

    assert done.stdout == ""


def test_results_keep_what_hidden_checks_printed(tmp_path: Path) -> None:
    """Titles and prints of a student's are clean; a hidden check's prints could spell out its inputs."""
    hidden = Check("h", "more", "failed", 0, 5, True, message="yours  \x1b[2J", printed="secret")
    write_results(make_record("ada", exercises=(Exercise("f", SAYS, (hidden,)),)), tmp_path / "results.json")
    results = json.loads((tmp_path / "results.json").read_text())

    assert results["tests"][0]["output"] == "yours  \\x1b[2J"
    assert results["output"] == f"f: {SAYS}"


def test_outside_of_a_course_the_remedy_is_to_go_there(export: Any) -> None:
    """Checks are not in the results."""
    status, said = export("gradescope", "01_toy", "--to", "autograder.zip")

    assert (status, said.count("\n")) == (2, 1)
    assert "course.toml" in said
