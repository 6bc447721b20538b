"""A student's push: the workflow's own scripts, one after the other, on a release with some answer in it."""

import json
import re
import shutil
import subprocess
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from autograder.course import Assignment
from autograder.diagnosis.slips import read_slips
from autograder.release.contents import WORKFLOW

SLIP = "Net.num_flat_features"
COLLECTED = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE")
HOSTILE = Path(__file__).parent / "hostile.py"


@dataclass
class Push:
    """What was left of a run: the last step's status, log and collected files, and what it kept."""

    status: int
    log: str
    collected: dict[str, str]
    kept: Path
    created: set[str]

    @property
    def result(self) -> Any:
        """Return what the reporter is given."""
        (line,) = self.collected["GITHUB_OUTPUT"].splitlines()
        return json.loads(b64decode(line.removeprefix("result=")))

    @property
    def commands(self) -> list[str]:
        """Return the lines of the log that the runner obeys: none between stop-commands and its token."""
        obeyed, token = [], None
        for line in re.split(r"\r\n|\r|\n", self.log):
            if token is not None:
                token = None if line.strip() == f"::{token}::" else token
            elif line.lstrip().startswith("::stop-commands::"):
                token = line.strip().removeprefix("::stop-commands::")
            elif line.lstrip().startswith("::") or "##[" in line:
                obeyed.append(line)
        return obeyed


@pytest.fixture
def push(released: Path, machine: Path, tmp_path: Path) -> Any:
    """Push an answer: check out the repository, run the scripts as the runner does, stop at the first that fails."""

    def call(answer: str, assignment: Assignment) -> Push:
        for name in ("answer", "course"):
            shutil.copytree(released, tmp_path / name)
        (tmp_path / "answer" / "assignments" / assignment.name / f"{assignment.module}.py").write_text(answer)
        before = list_files(tmp_path)
        workflow = YAML(typ="safe").load((released / WORKFLOW).read_text())
        steps = [step for step in workflow["jobs"]["run-autograding-tests"]["steps"] if "run" in step]
        for step in steps:
            found = run(step, machine, tmp_path, before)
            if found.status:
                break
        return found

    return call


def run(step: dict[str, Any], machine: Path, workspace: Path, before: set[str]) -> Push:
    """Run one step's script with fresh files."""
    files = {name: workspace / "runner" / name for name in COLLECTED}
    (workspace / "runner").mkdir(exist_ok=True)
    for path in files.values():
        path.write_text("")
    (workspace / "script.sh").write_text(step["run"])
    environment = {
        "PATH": f"{machine}:/usr/bin:/bin",
        "PIP_NO_INDEX": "1",
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "org/network-ada",
        "RUNNER_TEMP": str(workspace / "temp"),
        **{name: str(path) for name, path in files.items()},
    }
    folder = workspace / step.get("working-directory", ".")
    command = ["bash", "-e", workspace / "script.sh"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    collected = {name: path.read_text() for name, path in files.items()}
    created = list_files(workspace) - before
    return Push(done.returncode, done.stdout + done.stderr, collected, workspace / "temp" / "autograding", created)


def list_files(folder: Path) -> set[str]:
    """Return the files that a student's process could have left."""
    ours = ("runner", "temp", "script.sh")
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in paths if path.parts[0] not in ours}


def test_a_stub_is_no_error(push: Any, released: Path, assignment: Assignment) -> None:
    """It is not started: no points, and no line of it is marked."""
    stub = released / "assignments" / assignment.name / f"{assignment.module}.py"
    found = push(stub.read_text(), assignment)

    assert found.status == 1, found.log
    assert {row["score"] for row in found.result["tests"]} == {0}
    assert found.collected["GITHUB_STEP_SUMMARY"].count("Not started.") == len(assignment.points)
    assert found.commands == []


def test_a_right_answer_passes(push: Any, assignment: Assignment) -> None:
    """With all points of the public checks, and the word that there are others."""
    found = push(assignment.path(".py").read_text(), assignment)
    record = json.loads((found.kept / f"{assignment.name}.json").read_text())
    points = record["score"]

    assert found.status == 0, found.log
    assert found.result["status"] == "pass"
    assert (found.result["max_score"], record["max_score"]) == (points, points)
    assert "more checks run when it is graded" in found.collected["GITHUB_STEP_SUMMARY"]
    assert record["student"] == "network-ada"


def test_a_slip_is_named_at_its_line(push: Any, assignment: Assignment) -> None:
    """In the summary and beside the code, with most of the points."""
    solution = assignment.path(".py").read_text()
    slip = next(slip for slip in read_slips(assignment.path(".slips.toml")) if slip.exercise == SLIP)
    answer = slip.apply(solution)
    found = push(answer, assignment)
    scores = sum(row["score"] for row in found.result["tests"])
    mark = next(line for line in found.commands if line.startswith("::error"))
    (line,) = re.findall(r",line=(\d+),", mark)

    assert found.status == 1, found.log
    assert 0 < scores < found.result["max_score"]
    assert slip.says in re.sub(r"\\(.)", r"\1", found.collected["GITHUB_STEP_SUMMARY"])
    assert f"::{slip.says}%0A" in mark
    assert f"def {SLIP.rpartition('.')[2]}" in answer.splitlines()[int(line) - 1]


def test_a_hostile_file_forges_nothing(push: Any, assignment: Assignment) -> None:
    """It prints workflow commands in every way, writes wherever it can, and is graded like any other."""
    found = push(HOSTILE.read_text(), assignment)
    path = f"assignments/{assignment.name}/{assignment.module}.py"
    errors = [line for line in found.commands if line.startswith(f"::error file={path},line=")]

    assert found.status == 1, found.log
    assert {row["score"] for row in found.result["tests"]} == {0}
    assert errors == found.commands
    assert len(errors) <= 10
    assert found.collected["GITHUB_ENV"] + found.collected["GITHUB_PATH"] + found.collected["GITHUB_STATE"] == ""
    assert found.created == set()
