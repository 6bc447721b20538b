"""Assignments of unlike kinds go all the way: NumPy alone, data, a class that trains, two files, a notebook alone."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.author.prove.mutants import mutate_solution
from autograder.author.prove.prove import _list_units
from autograder.author.prove.variation_run import _read_answers
from autograder.course import read_course
from autograder.course.solution import list_places, read_solution
from autograder.grading.notebooks import NotebookGrader
from autograder.nbgrader.course import write_course
from autograder.sandbox import landlock

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="assignments are proved on Linux alone")

COURSE = Path(__file__).parent / "course"
SOLUTIONS = COURSE / "solutions"


def autograder(*arguments: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command."""
    command = [sys.executable, "-m", "autograder", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def run_nbgrader(folder: Path, *command: str) -> None:
    """Run one of nbgrader's programs as its users do."""
    program = Path(sys.executable).with_name("nbgrader")
    own = {"JUPYTER_CONFIG_DIR": str(folder / ".jupyter"), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run([program, *command], cwd=folder, env=os.environ | own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.CompletedProcess[str]]":
    """Give a copy of the course, and what `prove` says of it."""
    root = tmp_path_factory.mktemp("small") / "course"
    shutil.copytree(COURSE, root)
    return root, autograder("prove", "--runs", "1", cwd=root)


@pytest.fixture(scope="module")
def course(proved: "tuple[Path, subprocess.CompletedProcess[str]]") -> Path:
    """Give the course, built."""
    assert autograder("build", cwd=proved[0]).returncode == 0
    return proved[0]


@pytest.fixture(scope="module")
def released(course: Path) -> Path:
    """Give a student's repository with two of the assignments."""
    folder = course.parent / "released"
    done = autograder("release", "week-1", "02_two", "--to", folder, "--course", course, cwd=course.parent)
    assert done.returncode == 0, done.stderr
    return folder


def grade(course: Path, assignment: str, answers: dict[str, str]) -> dict[str, dict[str, str]]:
    """Grade answers, by path, and return the rows of grades.csv by student."""
    folder = course.parent / f"answers-{assignment}"
    for name, text in answers.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    done = autograder("grade", assignment, folder, "--out", course.parent / f"out-{assignment}", cwd=course)
    assert done.returncode == 0, done.stderr
    with (course.parent / f"out-{assignment}" / "grades.csv").open(encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_each_is_proved(proved):
    """Whatever its folder is called, and however many points it has."""
    assert proved[1].returncode == 0, proved[1].stdout + proved[1].stderr
    assert proved[1].stdout.count("✓") == 3


def test_a_solution_earns_every_point_as_students_get_it(course):
    """With the libraries, the data and the files of the release alone."""
    done = autograder("prove", "--released", "02_two", cwd=course)

    assert (done.returncode, "as released: 2 checks" in done.stdout) == (0, True), done.stdout
    assert "torch" not in done.stdout


def test_a_release_has_the_data_and_asks_for_no_torch(released):
    """What course.toml lists, and nothing more."""
    requirements = (released / "requirements.txt").read_text().splitlines()

    assert (released / "assignments" / "week-1" / "measured" / "rain.csv").is_file()
    assert requirements[:2] == ["--constraint constraints.txt", "numpy"]
    assert not [line for line in requirements if "torch" in line]


def test_a_released_stub_can_be_checked_at_once(released):
    """Nothing is started yet, and nothing is broken."""
    done = autograder("check", "week-1", cwd=released)

    assert "○" in done.stdout
    assert "✗" not in done.stdout
    assert "Stuck? rain.hints.md has three hints." in done.stdout


def test_two_files_are_one_answer(course):
    """Each is a module, with helpers of its own; what is said names the file."""
    shapes, report = ((SOLUTIONS / "02_two" / name).read_text() for name in ("shapes.py", "report.py"))
    namesake = report + "\n\ndef _pairs(corners):\n    return None\n"
    answers = {"ada/shapes.py": shapes, "ada/report.py": namesake, "bob/shapes.py": shapes.replace(") / 2", ")")}
    rows = grade(course, "02_two", {**answers, "bob/report.py": f"import nothing\n{report}", "eve/shapes.py": shapes})
    feedback = {name: (course.parent / "out-02_two" / "feedback" / f"{name}.md").read_text() for name in ("bob", "eve")}

    assert {name: row["score"] for name, row in rows.items()} == {"ada": "40", "bob": "20", "eve": "20"}
    assert rows["bob"]["describe"] == "20"  # with the course's area in place of bob's
    assert "report.py, line 1: ModuleNotFoundError" in feedback["bob"]
    assert "report.py is not there" in feedback["eve"]


def test_a_repair_of_one_of_several_files_names_it(course):
    """Its line is another one's in the file beside it."""
    shapes, report = ((SOLUTIONS / "02_two" / name).read_text() for name in ("shapes.py", "report.py"))
    twice = report.replace("return f", "size = 2 * area(corners)\n    return f").replace("{area(corners)", "{size")
    grade(course, "02_two", {"dan/shapes.py": shapes, "dan/report.py": twice})
    feedback = (course.parent / "out-02_two" / "feedback" / "dan.md").read_text()

    assert "report.py, line 13: \\`2\\` does not belong here." in feedback


def test_a_notebook_alone_is_an_answer(course):
    """It reads the data, too."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    source = (SOLUTIONS / "week-1" / "rain.py").read_text()
    notebook = {"cells": [{**cell, "source": source}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}

    assert grade(course, "week-1", {"ada.ipynb": json.dumps(notebook)})["ada"]["score"] == "12"


def test_a_class_that_trains_is_graded(course):
    """Without torch."""
    source = (SOLUTIONS / "line" / "line.py").read_text()
    rows = grade(course, "line", {"ada.py": source, "bob.py": source.replace("self.slope -=", "self.slope +=")})

    assert {name: row["score"] for name, row in rows.items()} == {"ada": "30", "bob": "0"}


@pytest.mark.parametrize(("assignment", "module", "points"), [("week-1", "rain", 12), ("02_two", "shapes", 40)])
def test_nbgraders_notebook_earns_every_point(course, tmp_path, assignment, module, points):
    """Of several files, it has all in one."""
    read = read_course(course)
    write_course(read, [read.get(assignment)], tmp_path)
    path = tmp_path / "source" / assignment / f"{module}.ipynb"
    record = NotebookGrader(course).grade(assignment, "", path, path.read_bytes())

    assert (record.score, record.max_score) == (points, points)
    assert len(list(path.parent.glob("measured/rain.csv"))) == (assignment == "week-1")


def test_nbgraders_own_programs_take_an_assignment_from_source_to_grades(course, tmp_path):
    """With its data, and with the points that it has."""
    folder = tmp_path / "nbgrader"
    assert autograder("nbgrader", "build", folder, "week-1", cwd=course).returncode == 0
    run_nbgrader(folder, "generate_assignment", "week-1")
    notebook = json.loads((folder / "release" / "week-1" / "rain.ipynb").read_text())
    cell = next(each for each in notebook["cells"] if each["id"] == "code-read_rain")
    cell["source"] = (SOLUTIONS / "week-1" / "rain.py").read_text().partition("def wettest")[0]
    handed_in = folder / "submitted" / "ada" / "week-1"
    handed_in.mkdir(parents=True)
    (handed_in / "rain.ipynb").write_text(json.dumps(notebook))
    run_nbgrader(folder, "autograde", "week-1")
    run_nbgrader(folder, "export")
    (row,) = csv.DictReader((folder / "grades.csv").read_text().splitlines())

    assert (row["student_id"], row["score"], row["max_score"]) == ("ada", "9.0", "12.0")


def test_points_go_into_the_notebook_that_nbgrader_has(course, tmp_path):
    """It is named after the file that students write, whatever the folder is called."""
    grade(course, "week-1", {"ada.py": (SOLUTIONS / "week-1" / "rain.py").read_text()})
    database = f"sqlite:///{tmp_path / 'gradebook.db'}"
    autograder("export", "nbgrader", course.parent / "out-week-1", "--db", database, cwd=course)
    with Gradebook(database) as gradebook:
        names = [notebook.name for notebook in gradebook.find_assignment("week-1").notebooks]

    assert names == ["rain"]


def test_several_files_open_a_notebook_as_one(course):
    """With each import once, and no text between them."""
    solution = read_solution(read_course(course).get("02_two"))

    assert solution.count("import numpy as np") == 1
    assert '"""Shapes in words."""' not in solution


def test_what_a_later_file_begins_with_stays_if_it_is_no_text(course, tmp_path):
    """It may set something that all below it needs."""
    copy = shutil.copytree(course, tmp_path / "course")
    later = copy / "solutions" / "02_two" / read_course(course).get("02_two").files[-1]
    later.write_text("print('begins')\n" + later.read_text())

    assert "print('begins')" in read_solution(read_course(copy).get("02_two"))


def test_gradescope_is_to_give_an_assignments_own_points(course, tmp_path):
    """It adds up what checks give, and scales nothing."""
    done = autograder("export", "gradescope", "week-1", "--to", tmp_path / "week-1.zip", cwd=course)

    assert "as the autograder of week-1, with 12 autograder points;" in done.stdout


def test_the_commands_import_no_torch():
    """A course without it must do without it."""
    modules = ("autograder.grading.judge", "autograder.sandbox.server", "autograder.student.selfcheck")
    program = f"import sys, {', '.join(modules)}; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_line_of_several_files_is_found_in_its_own(course):
    """The text that a notebook has of them has other lines."""
    assignment = read_course(course).get("02_two")
    lines = {name: (SOLUTIONS / "02_two" / name).read_text().split("\n") for name in assignment.files}
    found = zip(list_places(assignment), read_solution(assignment).rstrip("\n").split("\n"), strict=False)

    assert all(line in ("", lines[name][number - 1]) for (name, number), line in found)
    assert {mutant.place for mutant in mutate_solution(assignment)} == {
        *(f"shapes.py, line {number}" for number in (7, 16)),
        "report.py, line 13",
    }


def test_a_solution_of_several_files_is_proved_file_by_file(course):
    """As students hand it in, so that a message names the file that it speaks of."""
    units = _list_units(read_course(course).get("02_two"))

    assert [unit.name for unit in units] == ["02_two/shapes.py", "02_two/report.py"]


def test_right_answers_of_several_files_lie_in_folders(course, tmp_path):
    """One each."""
    assignment = read_course(course).get("02_two")
    shutil.copytree(SOLUTIONS / "02_two", tmp_path / "loops")

    assert _read_answers(assignment, tmp_path) == {tmp_path / "loops": read_solution(assignment)}
