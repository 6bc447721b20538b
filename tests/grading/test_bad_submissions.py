"""Submissions that cannot be graded: each gives one clear line in its own record, and none stops the run."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import landlock
from autograder.submissions import Unit

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="grades are made on Linux alone")


def fill(folder: Path, right: str) -> None:
    """Make a folder of submissions, one of them right."""
    (folder / "ada.py").write_text(right)
    (folder / "latin.py").write_bytes("# Grüße\n".encode("latin-1") + right.encode())
    (folder / "syntax.py").write_text(right + "\ndef (\n")
    (folder / "empty.py").write_text("")
    (folder / "binary.py").write_bytes(b"\x7fELF\0\0" + bytes(100))
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "dangling.py").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.py")
    (folder / "folder.py").mkdir()
    with open(folder / "huge.py", "wb") as file:
        file.truncate(100 << 20)
    (folder / "01_toy-wrongname").mkdir()
    (folder / "01_toy-wrongname" / "answer.txt").write_text(right)
    (folder / "01_toy-two" / "a").mkdir(parents=True)
    (folder / "01_toy-two" / "b").mkdir()
    (folder / "01_toy-two" / "a" / "toy.py").write_text(right)
    (folder / "01_toy-two" / "b" / "toy.py").write_text(f"{right}\n# the other\n")
    (folder / "notebook.ipynb").write_text("{}")
    (folder / "=cmd|' '!A0.py").write_text(right)
    (folder / "exits.py").write_text("import sys\nsys.exit(0)\n")
    (folder / "\u202egnp.py").write_text("def double(x): return '\\ud800'\ndef count_up(n): raise KeyError('\\ud800')")


CANNOT_BE_GRADED = {
    "latin": "UTF-8",
    "syntax": "syntax error in line",
    "empty": "is empty",
    "binary": "NUL byte",
    "link": "symbolic link",
    "dangling": "symbolic link",
    "pipe": "named pipe",
    "folder": "folder",
    "huge": "too large",
    "wrongname": "toy.py",
    "two": "toy.py",
    "notebook": "notebook",
}


@pytest.fixture(scope="module")
def graded(start, solution: Unit, tmp_path_factory) -> dict[str, dict[str, Any]]:
    folder, out = tmp_path_factory.mktemp("submissions"), tmp_path_factory.mktemp("out")
    fill(folder, solution.text)
    process = start(folder, out, "--jobs", "2")
    _, said = process.communicate()
    assert process.returncode == 0, said
    records = (json.loads(path.read_text()) for path in (out / "results").iterdir())
    return {record["student"]: record for record in records}


@pytest.mark.parametrize("student", CANNOT_BE_GRADED)
def test_a_bad_submission_has_one_clear_line(graded, student):
    """It says what is wrong, and every exercise is there at 0 points."""
    record = graded[student]

    assert CANNOT_BE_GRADED[student] in record["error"]
    assert "\n" not in record["error"]
    assert (record["score"], record["max_score"]) == (0, 100)


@pytest.mark.parametrize("student", ["ada", "=cmd|' '!A0"])
def test_the_others_are_graded(graded, student):
    """Whatever stands beside them in the folder."""
    assert (graded[student]["score"], graded[student]["error"]) == (100, None)


@pytest.mark.parametrize("student", ["exits", "\u202egnp"])
def test_a_file_that_gains_nothing_is_no_error(graded, student):
    """It was graded, and every check says what was missing."""
    assert (graded[student]["score"], graded[student]["error"]) == (0, None)
