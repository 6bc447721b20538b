"""A notebook is built from the same source as the script: valid, steady, and without an answer."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.author.build.notebooks import make_notebook
from autograder.author.build.stubs import make_stub
from autograder.course import Assignment, read_course
from autograder.errors import CourseError

COURSE = read_course(Path(__file__).parents[2])
ASSIGNMENTS = [each for each in COURSE.assignments.values() if (each.folder / "README.md").exists()]
SOLUTION = '''"""What this file is about."""

import math

import torch

LIMIT = 3


class Given:  # given
    """A helper that is there."""

    def help(self):
        return LIMIT


class Net:
    """Classify.

    In ten classes.

    >>> Net()
    Net
    """

    def __init__(self):
        self._build()

    def _build(self):
        """Hide this."""

    def size(self, x):
        """Count values.

        All of them.
        """
        return math.prod(x.shape)


def save(path):
    """Save."""
    return _open(path)


def _open(path):
    return path


def load(path):
    """Load."""
    return torch.load(_open(path))
'''
POINTS = {"save": 10, "Net": 30, "Net.size": 20}

MakeAssignment = Callable[..., Assignment]


@pytest.fixture
def make_assignment(tmp_path: Path) -> MakeAssignment:
    """Write a folder with a solution and a README."""

    def make(source: str = SOLUTION, readme: str = "# Nets\n\nOpening.\n\n## Later\n", **points: int) -> Assignment:
        folder = tmp_path / "01_nets"
        folder.mkdir()
        (folder / "nets.py").write_text(source)
        (folder / "README.md").write_text(readme)
        return Assignment(folder, "Nets", points or POINTS)

    return make


def read_cells(assignment: Assignment) -> dict[str, str]:
    """Return the sources of the notebook's cells by their ids."""
    cells = json.loads(make_notebook(assignment))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def test_cells_come_in_the_order_of_the_course(make_assignment: MakeAssignment) -> None:
    """A given helper and a second function to write stay where the file has them, checks come below what they need."""
    ids = [name for name in read_cells(make_assignment()) if not name.startswith("brief")]

    assert " ".join(ids[3:-2]) == (
        "imports code-Given code-save code-load check-save code-Net check-Net check-Net-size"
    )


def test_a_brief_is_the_docstring_as_markdown(make_assignment: MakeAssignment) -> None:
    """Worked examples become code, methods get a heading of their own."""
    assert read_cells(make_assignment())["brief-Net"] == (
        "## `Net` · 30 points\n\nClassify.\n\nIn ten classes.\n\n```python\n>>> Net()\nNet\n```\n\n"
        "### `Net.size` · 20 points\n\nCount values.\n\nAll of them."
    )


def test_a_stub_says_in_a_line_what_the_brief_says_at_length(make_assignment: MakeAssignment) -> None:
    """What stands above the cell is not repeated in it."""
    code = read_cells(make_assignment())["code-Net"]

    assert '"""Classify."""' in code
    assert (
        'def size(self, x):\n        """Count values."""\n        raise NotImplementedError("TODO: Net.size")' in code
    )


def test_what_is_given_is_whole(make_assignment: MakeAssignment) -> None:
    """A given definition is neither shortened nor checked."""
    assert "return LIMIT" in read_cells(make_assignment())["code-Given"]


def test_the_readme_ends_where_its_sections_begin(make_assignment: MakeAssignment) -> None:
    """How to work on a script is of no use in a notebook."""
    assert read_cells(make_assignment())["opening"] == "# Nets\n\nOpening."


def test_points_for_what_is_not_there_are_refused(make_assignment: MakeAssignment) -> None:
    """The name is in the message."""
    with pytest.raises(CourseError, match="has no Forest, which"):
        make_notebook(make_assignment(Forest=10))


def test_long_names_get_valid_and_different_ids(make_assignment: MakeAssignment) -> None:
    """An id has at most 64 characters, all of them plain."""
    names = [f"{'long' * 20}_{letter}" for letter in "abé"]
    source = "\n\n\n".join(f'def {name}():\n    """Do it."""\n    return 1' for name in names)
    notebook = make_notebook(make_assignment(source, **dict.fromkeys(names, 1)))

    nbformat.validate(nbformat.reads(notebook.decode(), as_version=4))


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda each: each.name)
class TestTheCourse:
    def test_notebooks_are_valid_and_as_jupyter_would_save_them(self, assignment: Assignment) -> None:
        """Opening and saving changes nothing; format 4.5 has ids."""
        text = make_notebook(assignment).decode()
        notebook = nbformat.reads(text, as_version=4)

        nbformat.validate(notebook)

        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert nbformat.writes(notebook) + "\n" == text

    def test_every_exercise_is_checked_once(self, assignment: Assignment) -> None:
        """And all of them together at the end."""
        cells = read_cells(assignment).values()
        checks = [source for source in cells if source.startswith("check(")]

        assert sorted(checks[:-1]) == sorted(f'check("{name}")' for name in assignment.points)
        assert checks[-1] == "check()"

    def test_a_notebook_holds_no_more_than_the_stub(self, assignment: Assignment) -> None:
        """Every line of code is one of the script's, or the notebook's own tool."""
        stub = make_stub(assignment.path(".py").read_text())
        cells = read_cells(assignment)
        lines = {line for name, source in cells.items() if name.startswith("code-") for line in source.split("\n")}

        assert {re.sub(r'"""$', "", line.rstrip()) for line in lines} <= {
            re.sub(r'"""$', "", line.rstrip()) for line in stub.split("\n")
        }
        assert ast.parse("\n".join(source for name, source in cells.items() if name.startswith(("code-", "imports"))))
