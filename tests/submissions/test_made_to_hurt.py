"""What is made to hurt whoever reads it takes no time, and costs the class nothing."""

import time
from pathlib import Path

import pytest
from finding import find_submissions
from handed_in import as_notebook

from autograder.cohort.similar.shapes import read_shape
from autograder.submissions import Unit, read_submission
from autograder.submissions import find as finding
from autograder.submissions.cells import select_cells
from autograder.submissions.syntax import PARSE_LIMIT, parse
from autograder.submissions.wanted import Wanted

CPU_SECONDS = 2.0
DEEP = "def size(x):\n    return " + " + ".join(["x"] * 1500) + "\n"
ELIF = "def size(x):\n    if x:\n        pass\n" + "    elif x:\n        pass\n" * 900
WANTED = Wanted("01_network", frozenset({"size"}))


@pytest.mark.parametrize(
    "data",
    [
        b"<<<<<<< \n" * 100_000 + b"\0",
        b"<<<<<<< a\n=======\n" * 50_000 + b"\0",
        b"f'" + b"{x}" * 300_000 + b"'",
        b"x = " + b"(" * 500_000,
        b"f'" + b"{x}" * 20_000 + b"'",
    ],
    ids=["beginnings of conflicts", "halves of conflicts", "a long f-string", "open brackets", "a shorter f-string"],
)
def test_a_file_is_read_in_no_time(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "network.py").write_bytes(data)
    started = time.process_time()
    read_submission("ada", tmp_path / "network.py")

    assert time.process_time() - started < CPU_SECONDS


@pytest.mark.parametrize("text", [DEEP, ELIF], ids=["a long sum", "a long chain of elif"])
def test_what_is_deep_is_compared_all_the_same(tmp_path: Path, text: str) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "network.py").write_text(text)
    (tmp_path / "ada" / "network.ipynb").write_text(as_notebook("import torch"))
    (found,) = find_submissions(tmp_path, WANTED)

    assert (found.path.name, found.error) == ("network.py", None)
    assert read_shape([text]).runs
    assert select_cells([text], ["size"]) == (Unit("In [0]", text),)


def test_whatever_one_student_does_to_the_reader_costs_that_student(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(student: str, *_: object) -> object:
        raise RecursionError if student == "bob" else AssertionError

    for name in ("ada", "bob"):
        (tmp_path / f"{name}.py").write_text("x = 1\n")
    monkeypatch.setattr(finding, "_read_one", read)
    found = find_submissions(tmp_path, WANTED)

    assert [one.student for one in found] == ["ada", "bob"]
    assert "cannot be read (RecursionError)" in str(found[1].error)


def test_what_is_no_python_or_too_long_has_no_tree() -> None:
    assert parse("x = ") is None
    assert parse("x = 1\n" * PARSE_LIMIT) is None
