"""Of a script and a notebook side by side, the one that was worked on is the answer."""

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from finding import find_submissions
from handed_in import as_notebook

from autograder.submissions import Submission
from autograder.submissions.pair import read_own_answer
from autograder.submissions.wanted import Wanted

STUB = '''class Net:
    """Classify.

    At length.
    """

    def forward(self, x):
        """Return scores."""
        raise NotImplementedError("TODO: Net.forward")


def size(x):
    raise NotImplementedError("TODO: size")
'''
GIVEN = "\n\ndef given(x):\n    return x\n"
CELLS = STUB.replace("\n\n    At length.\n    ", "")
DONE = 'raise NotImplementedError("TODO: size")', "return len(x)"
OTHERWISE = 'raise NotImplementedError("TODO: size")', "return sum(1 for _ in x)"

Write = Callable[..., Submission]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    """Write a script and a notebook, the notebook a minute later unless told otherwise, and read the answer."""

    def write(script: str, cells: str, *, later: int = 60) -> Submission:
        (tmp_path / "net.py").write_text(script)
        (tmp_path / "net.ipynb").write_text(as_notebook(cells))
        os.utime(tmp_path / "net.py", (1e9, 1e9))
        os.utime(tmp_path / "net.ipynb", (1e9 + later, 1e9 + later))
        return read_own_answer(tmp_path, "net")

    return write


@pytest.mark.parametrize("later", [-60, 60])
@pytest.mark.parametrize(
    ("script", "cells", "chosen"),
    [
        (STUB, CELLS, "net.py"),
        (STUB.replace(*DONE), CELLS, "net.py"),
        (STUB, CELLS.replace(*DONE), "net.ipynb"),
        (STUB.replace(*DONE), CELLS.replace(*DONE), "net.py"),
        (STUB.replace("def size", "def rank"), CELLS, "net.py"),
        (STUB + "\n\ndef helper():\n    return 1\n", CELLS, "net.py"),
        (STUB + GIVEN, CELLS + GIVEN, "net.py"),
        (STUB + GIVEN, CELLS.replace(*DONE) + GIVEN, "net.ipynb"),
        (STUB, CELLS + "\n\nprint(size(3))", "net.py"),
        (STUB.replace(*DONE), "x = 1", "net.py"),
        (STUB, CELLS + "\n\ndef broken(:", "net.ipynb"),
        ("def broken(:", CELLS, "net.py"),
        ("x" * 200_000, CELLS, "net.py"),
    ],
)
def test_the_one_that_was_worked_on_counts(read: Write, script: str, cells: str, chosen: str, later: int) -> None:
    """Whichever was saved last; where nobody worked, or both say the same, it is the script."""
    submission = read(script, cells, later=later)

    assert submission.path.name == chosen
    assert submission.notes == ()


@pytest.mark.parametrize(("later", "older", "newer"), [(60, "net.py", "net.ipynb"), (-60, "net.ipynb", "net.py")])
def test_of_two_that_were_worked_on_the_newer_counts(read: Write, later: int, older: str, newer: str) -> None:
    """One clear line says so."""
    submission = read(STUB.replace(*DONE), CELLS.replace(*OTHERWISE), later=later)

    assert submission.path.name == newer
    assert submission.notes == (
        f"{older} and {newer} were both changed; the newer, {newer}, counts. Keep one of them.",
    )


def test_a_script_beside_a_damaged_notebook_that_is_older_is_read(tmp_path: Path) -> None:
    """Nobody can say what was in it, so it counts as changed."""
    (tmp_path / "net.ipynb").write_text("{")
    os.utime(tmp_path / "net.ipynb", (1e9, 1e9))
    (tmp_path / "net.py").write_text(STUB.replace(*DONE))

    assert read_own_answer(tmp_path, "net").error is None
    assert "both changed" in read_own_answer(tmp_path, "net").notes[0]


@pytest.mark.parametrize("name", ["net.py", "net.ipynb"])
def test_one_alone_is_the_answer(tmp_path: Path, name: str) -> None:
    """There is nothing to choose."""
    (tmp_path / name).write_text(as_notebook(STUB) if name.endswith(".ipynb") else STUB)

    assert read_own_answer(tmp_path, "net").path.name == name


def test_an_empty_folder_has_no_script(tmp_path: Path) -> None:
    """The script is what most students write."""
    assert read_own_answer(tmp_path, "net").error == "net.py does not exist."


def test_a_file_with_almost_the_right_name_is_named(tmp_path: Path) -> None:
    """Whoever saved under another name reads what to do."""
    (tmp_path / "my_net.py").write_text(STUB)

    assert (
        read_own_answer(tmp_path, "net").error == "net.py does not exist. If my_net.py is the answer, call it net.py."
    )


@pytest.mark.parametrize("place", ["ada.py", "01_net-ada/assignments/01_net/net.py", "submitted/ada/01_net/net.py"])
def test_every_layout_may_hold_both(tmp_path: Path, place: str) -> None:
    """In a class as on a student's own machine."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(STUB)
    (tmp_path / place).with_suffix(".ipynb").write_text(as_notebook(CELLS.replace(*DONE)))

    (submission,) = find_submissions(tmp_path, Wanted("01_net"))
    assert (submission.student, submission.path.suffix) == ("ada", ".ipynb")


def test_in_a_clone_at_a_moment_the_later_commit_is_the_newer(tmp_path: Path) -> None:
    """Files of a clone are all as old as the clone; its history knows better."""
    clone = tmp_path / "01_net-ada"
    clone.mkdir()
    for day, (name, text) in enumerate(
        [("net.ipynb", as_notebook(CELLS.replace(*OTHERWISE))), ("net.py", STUB.replace(*DONE))], start=1
    ):
        (clone / name).write_text(text)
        git = ["git", "-C", str(clone), "-c", "user.name=ada", "-c", "user.email=ada@example.org"]
        date = f"2026-01-0{day}T12:00:00Z"
        subprocess.run([*git, "init", "--quiet"], check=True)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run(
            [*git, "commit", "--quiet", "-m", name],
            check=True,
            env={**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date},
        )
    os.utime(clone / "net.py", (1e9, 1e9))

    (submission,) = find_submissions(tmp_path, Wanted("01_net"), at=lambda _: datetime(2026, 2, 1, tzinfo=UTC))
    assert submission.path.name == "net.py"
    assert "the newer, net.py, counts" in submission.notes[0]
