"""Whatever stands where a command expects something else, it ends in one clear line that names the place."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from complaining import complain

COURSE = 'title = "T"\n[assignments.01_tiny]\ntitle = "T"\npoints = {double = 100}\n'
ODD: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "an empty file": Path.touch,
    "bytes of all kinds": lambda path: path.write_bytes(bytes(range(256))),
    "zeros": lambda path: path.write_bytes(bytes(3000)),
    "a link to itself": lambda path: path.symlink_to(path),
    "nothing": lambda path: None,
    **({"a pipe that nobody writes to": os.mkfifo} if hasattr(os, "mkfifo") else {}),
}
COMMANDS = [
    "grade 01_tiny {} --out out",
    "grade 01_tiny . --out out --roster {}",
    "show ada --out {}",
    "comment ada double words --out {}",
    "history ada --out {}",
    "leaderboard {}",
    "similar {}",
    "export csv {} --to all.csv",
    "export feedback {} --for canvas --to pages",
    "new assignment x --from {}",
    "report {}",
    "leaderboard . --roster {}",
    "export canvas {} --template {} --to t.csv",
]


@pytest.fixture(autouse=True)
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "course.toml").write_text(COURSE)
    folder = tmp_path / "assignments" / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "test_tiny.py").write_text("from autograder.checks import probe\n")
    (folder / "tiny.py").write_text("")
    monkeypatch.chdir(tmp_path)


def try_with(capsys: pytest.CaptureFixture[str], command: str, path: str) -> str:
    """Run a command with a path that it can do nothing with; give what it says."""
    return complain(capsys, [word.format(path) for word in command.split()])


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_expected_is_named_in_one_line(command: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    ODD[kind](Path("odd"))

    assert try_with(capsys, command, "odd").startswith("autograder")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_with_a_line_break_stays_in_the_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\\n" in try_with(capsys, command, "two\nlines")


@pytest.mark.parametrize(
    "command", ["prove", "build", "prove --mutants", "nbgrader build x", "grade --all . --out out"]
)
def test_a_course_without_assignments_is_told_how_to_begin(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("course.toml").write_text('title = "T"\n')

    assert "has no assignment yet: autograder new assignment NAME" in try_with(capsys, command, "")


@pytest.mark.skipif(os.name == "nt", reason="links need a permission there")
def test_a_link_to_itself_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd").symlink_to("odd")

    assert "odd is a link that leads back to itself" in try_with(capsys, "grade 01_tiny {} --out out", "odd")


def test_a_folder_where_the_course_has_its_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("course.toml").unlink()
    Path("course.toml").mkdir()

    assert "course.toml cannot be read: Is a directory" in try_with(capsys, "export csv {} --to all.csv", "kept")


def test_a_report_that_cannot_be_written_is_refused_before_checking(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd").mkdir()

    assert "it is a folder; name a file" in try_with(capsys, "check 01_tiny --junit {}", "odd")
