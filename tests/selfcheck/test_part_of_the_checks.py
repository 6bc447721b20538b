"""`pytest` with options and arguments as people and editors give them says what was run, and what that means."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

TOY = Path(__file__).parents[1] / "toy"
MORE = """
from autograder.checks import exercise, points, probe

@exercise("double")
class TestMore:
    @probe
    def one(student) -> float:
        return student.double(1.0)

    @points(5)
    def test_one(self, one):
        '''a number is doubled'''
        assert one == 2.0
"""
SETTINGS = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
COMMANDS = {
    "by name": ("-k", "count_u"),
    "by class": ("test_toy.py::TestDouble",),
    "nothing": ("-k", "no_such_name"),
    "listing": ("--collect-only", "-q"),
    "without a file": ("--ignore=test_toy_more.py",),
    "examples": ("--doctest-modules", "--deselect=test_toy.py::TestDouble"),
    "switched off": ("-p", "no:autograder"),
    "no docstrings": ("--tb=no",),
    "repository": ("../..", "--junitxml=results.xml"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a student's repository: `double` is wrong, `count_up` not started, and a test of their own beside them."""
    root = tmp_path_factory.mktemp("repository")
    folder = root / "assignments" / "01_toy"
    folder.mkdir(parents=True)
    shutil.copy(TOY / "course.toml", root)
    shutil.copy(TOY / "solutions" / "01_toy" / "test_toy.py", folder)
    (folder / "test_toy_more.py").write_text(MORE)
    solution = (TOY / "solutions" / "01_toy" / "toy.py").read_text()
    head = solution.partition("    if n < 0")[0].replace("return 2 * x", "return x * x")
    (folder / "toy.py").write_text(f"{head}    raise NotImplementedError\n")
    (root / "test_own.py").write_text("def test_own():\n    assert 1 == 2\n")
    return root


@pytest.fixture(scope="module")
def said(root: Path) -> dict[str, tuple[int, str]]:
    """Give the status and the output of every command; all of them run at the same time."""
    started = {
        name: subprocess.Popen(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
            cwd=root / "assignments" / "01_toy",
            env={**os.environ, **SETTINGS, "PYTHONOPTIMIZE": "2" if name == "no docstrings" else ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for name, options in COMMANDS.items()
    }
    texts = {name: process.communicate()[0] for name, process in started.items()}
    return {name: (process.returncode, texts[name]) for name, process in started.items()}


@pytest.fixture(scope="module")
def results(said: dict[str, tuple[int, str]], root: Path) -> dict[str, ElementTree.Element]:
    """Give what --junitxml wrote, by the test's name."""
    tree = ElementTree.parse(root / "assignments" / "01_toy" / "results.xml")
    return {case.attrib["name"]: case for case in tree.iter("testcase")}


def test_k_finds_an_exercise_by_its_name(said: dict[str, tuple[int, str]]) -> None:
    status, text = said["by name"]

    assert "2 of 4 public checks were run" in text
    assert "Next: write count_up." in text
    assert status == 1


def test_a_class_is_part_of_all_checks(said: dict[str, tuple[int, str]]) -> None:
    assert "1 of 4 public checks was run: 0 are right." in said["by class"][1]


def test_a_selection_that_fits_nothing_says_so(said: dict[str, tuple[int, str]]) -> None:
    status, text = said["nothing"]

    assert "0 of 4 public checks were run: none was selected." in text
    assert "Next: run all of them." in text
    assert status == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize("command", ["without a file", "examples"])
def test_a_part_is_never_all_that_is_to_be_handed_in(said: dict[str, tuple[int, str]], command: str) -> None:
    assert "3 of 4 public checks were run" in said[command][1]


def test_what_runs_the_checks_is_missed_with_a_remedy(said: dict[str, tuple[int, str]]) -> None:
    status, text = said["switched off"]

    assert "switch it on with -p autograder.student.plugin" in text
    assert "KeyError" not in text
    assert status == pytest.ExitCode.USAGE_ERROR


def test_checks_need_docstrings(said: dict[str, tuple[int, str]]) -> None:
    assert "start it without -OO (PYTHONOPTIMIZE=2)" in said["no docstrings"][1]


def test_listing_lists(said: dict[str, tuple[int, str]]) -> None:
    status, text = said["listing"]

    assert "test_toy.py::TestDouble::test_doubles" in text
    assert "public check" not in text
    assert status == 0


def test_other_tests_are_reported_by_pytest_itself(said: dict[str, tuple[int, str]]) -> None:
    status, text = said["repository"]

    assert "test_own" in text
    assert "expected  tensor([ 3., -1.])" in text
    assert "3 failed, 2 skipped" in text
    assert status == 1


def test_editors_read_title_input_expected_and_yours(results: dict[str, ElementTree.Element]) -> None:
    failure = results["test_doubles"].find("failure")

    assert failure is not None
    assert failure.attrib["message"].splitlines()[-4:] == [
        "every number is doubled",
        "x         tensor([ 1.5000, -0.5000])",
        "expected  tensor([ 3., -1.])",
        "yours     tensor([2.2500, 0.2500])",
    ]


def test_a_stub_is_skipped_as_not_started(results: dict[str, ElementTree.Element]) -> None:
    skipped = results["test_counts"].find("skipped")

    assert skipped is not None
    assert skipped.attrib["message"] == "not started"


def test_a_course_that_cannot_be_read_is_named_without_a_traceback(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "broken")
    (tmp_path / "broken/course.toml").write_text("x = [")
    command = [sys.executable, "-m", "pytest"]
    done = subprocess.run(command, cwd=tmp_path / "broken/assignments/01_toy", capture_output=True, text=True)

    assert "course.toml, the last line: Invalid value" in done.stderr + done.stdout
    assert "INTERNALERROR" not in done.stderr + done.stdout
