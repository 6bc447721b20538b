"""A real nbgrader course, built from the toy course, with submissions, run by nbgrader's own commands."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course, read_course
from autograder.nbgrader.course import write_course

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

TOY = Path(__file__).parents[1] / "toy"
ASSIGNMENT, NOTEBOOK = "01_toy", "toy.ipynb"
DOUBLE = "code-double"
COUNT = "code-count_up"

# Two lines that scored full marks in a kernel: what is typed is not what runs.
LEFT_BEHIND = """
import threading, time
threading.Thread(target=time.sleep, args=(999,)).start()
def double(x):
    threading.Thread(target=time.sleep, args=(999,)).start()
    return 2 * x
"""
TRICK = (
    "import autograder.notebook, IPython\n"
    "autograder.notebook.grade = lambda exercise: 40.0\n"
    "get_ipython().input_transformers_cleanup.append(lambda lines: ['40.0'] if 'grade' in str(lines) else lines)\n"
)
COUNTED = "def count_up(n):\n    if n < 0:\n        raise ValueError\n    return list(range(1, n + 1))"
SQUARED = "def double(x):\n    return x * x"
EDITS: dict[str, dict[str, str]] = {
    "stub": {},
    "solution": {DOUBLE: "def double(x):\n    return 2 * x", COUNT: COUNTED},
    "slip": {DOUBLE: SQUARED},
    "loop": {DOUBLE: "def double(x):\n    while True:\n        pass", COUNT: COUNTED},
    "killer": {COUNT: "import os\nos.kill(os.getpid(), 9)"},
    "trick": {"imports": TRICK},
    "loud": {DOUBLE: "def double(x):\n    print('x' * 3_000_000)\n    return 2 * x", COUNT: COUNTED},
    "busy": {DOUBLE: LEFT_BEHIND, COUNT: COUNTED},
}


def find(cells: list[Any], name: str) -> int:
    return next(number for number, cell in enumerate(cells) if cell["id"] == name)


def copy_cell(cells: list[Any]) -> None:
    cells.insert(0, {**copy.deepcopy(cells[find(cells, DOUBLE)]), "id": "copy", "source": "# a copy"})


def turn_into_text(cells: list[Any]) -> None:
    cell = cells[find(cells, DOUBLE)]
    cells[find(cells, DOUBLE)] = {key: cell[key] for key in ("id", "metadata", "source")} | {"cell_type": "markdown"}


def spoil_marks(cells: list[Any]) -> None:
    cells[find(cells, DOUBLE)]["metadata"]["nbgrader"] = {"schema_version": 99}


DAMAGES = {"copied": copy_cell, "text": turn_into_text, "refused": spoil_marks}


@dataclass(frozen=True)
class Class:
    """A course folder of nbgrader's, and how to work in it."""

    course: Course
    folder: Path

    def run(self, *command: str) -> str:
        """Run one of nbgrader's commands as its users do; return what it said."""
        program = Path(sys.executable).with_name("nbgrader")
        settings = {
            "JUPYTER_CONFIG_DIR": str(self.folder / ".jupyter"),
            "PATH": f"{program.parent}:{os.environ['PATH']}",
        }
        done = subprocess.run(
            [program, *command], cwd=self.folder, env=os.environ | settings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    def read(self, step: str, student: str = ".") -> dict[str, Any]:
        """Return a notebook's cells by their ids, as they are after a step."""
        path = self.folder / step / student / ASSIGNMENT / NOTEBOOK
        return {cell["id"]: cell for cell in json.loads(path.read_text())["cells"]}

    def submit(self, student: str, edits: dict[str, str], leave_out: str = "") -> None:
        """Hand in what was released, with the source of some cells replaced."""
        notebook = json.loads((self.folder / "release" / ASSIGNMENT / NOTEBOOK).read_text())
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != leave_out]
        for cell in notebook["cells"]:
            cell["source"] = edits.get(cell["id"], "".join(cell["source"]))
        folder = self.folder / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NOTEBOOK).write_text(json.dumps(notebook))
        (folder / "timestamp.txt").write_text("2026-01-15 12:00:00.000000 UTC")

    def damage(self, student: str, change: Callable[[list[Any]], object]) -> None:
        """Change the cells of what was handed in, as students do by accident."""
        path = self.folder / "submitted" / student / ASSIGNMENT / NOTEBOOK
        notebook = json.loads(path.read_text())
        change(notebook["cells"])
        path.write_text(json.dumps(notebook))

    def read_scores(self) -> dict[str, float]:
        """Return the points in the gradebook by student."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            submissions = gradebook.assignment_submissions(ASSIGNMENT)
            return {each.student.id: each.score for each in submissions}


@pytest.fixture(scope="session")
def toy_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Give the toy course with a README, in a folder of its own."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(TOY, root, dirs_exist_ok=True)
    (root / "solutions" / ASSIGNMENT / "README.md").write_text("# Toy\n\n![A dot](dot.svg)\n")
    (root / "solutions" / ASSIGNMENT / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return read_course(root)


@pytest.fixture(scope="session")
def released(toy_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Build a course folder, and let nbgrader make the release."""
    group = Class(toy_course, tmp_path_factory.mktemp("released"))
    write_course(toy_course, list(toy_course.assignments.values()), group.folder)
    group.run("generate_assignment", ASSIGNMENT)
    return group


@pytest.fixture(scope="session")
def stock(released: Class, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Give a class after `nbgrader autograde` without our preprocessors: each notebook was run in a kernel."""
    group = Class(released.course, tmp_path_factory.mktemp("stock"))
    shutil.copytree(released.folder, group.folder, dirs_exist_ok=True)
    config = group.folder / "nbgrader_config.py"
    config.write_text(re.sub(r"c\.Autograde.*?\n\]\n", "", config.read_text(), flags=re.DOTALL))
    group.submit("half", {DOUBLE: SQUARED, COUNT: COUNTED})
    group.run("autograde", ASSIGNMENT)
    return group


@pytest.fixture(scope="session")
def graded(released: Class, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Give a class after `nbgrader autograde`, `generate_feedback` and `export`, as the course was built."""
    group = Class(released.course, tmp_path_factory.mktemp("graded"))
    shutil.copytree(released.folder, group.folder, dirs_exist_ok=True)
    for student, edits in EDITS.items():
        group.submit(student, edits)
    group.submit("tidy", EDITS["solution"], leave_out="check-double")
    for student, damage in DAMAGES.items():
        group.submit(student, EDITS["solution"])
        group.damage(student, damage)
    group.run("autograde", ASSIGNMENT)
    group.run("generate_feedback", ASSIGNMENT)
    group.run("export")
    return group
