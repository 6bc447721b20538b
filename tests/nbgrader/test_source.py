"""What nbgrader starts from: solution notebooks from which it takes every answer and every hidden check."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.author.build.notebooks import make_notebook
from autograder.author.build.stubs import make_stub
from autograder.course import Assignment, Course, read_course
from autograder.errors import CourseError
from autograder.nbgrader.course import make_source_notebook, write_course
from autograder.nbgrader.regions import mark_solutions

COURSE = read_course(Path(__file__).parents[2])
ASSIGNMENTS = [each for each in COURSE.assignments.values() if (each.folder / "README.md").exists()]
SOLUTION = '''"""What this file is about."""

import math
from collections import Counter, OrderedDict

import torch

_LIMIT = 3


def _open(path):
    return path


class Given:  # given
    """A helper that is there."""

    def help(self):
        return Counter()


class Net:
    """Classify."""

    size = 3

    def _build(self):
        """Hide this."""
        return OrderedDict()

    @property
    def weight(self) -> torch.Tensor:
        """Count values.

        All of them.
        """
        return math.prod(self.shape)

    def load(self):
        return _open(_LIMIT)


def save(
    path,
):
    # Comments are part of an answer.
    return _open(path)
'''


def release(notebook: bytes) -> dict[str, Any]:
    """Return the cells that nbgrader would release, by their ids."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    cells = nbformat.reads(notebook.decode(), as_version=4)
    cells, _ = ClearSolutions(code_stub={"python": 'raise NotImplementedError("TODO")'}).preprocess(cells, {})
    cells, _ = ClearHiddenTests().preprocess(cells, {})
    return {cell["id"]: cell for cell in cells.cells}


def test_nothing_but_notebooks_lies_in_the_source(toy_course: Course, tmp_path: Path) -> None:
    """nbgrader would hand out any other file as it is."""
    write_course(toy_course, list(toy_course.assignments.values()), tmp_path)

    assert [path.name for path in (tmp_path / "source").rglob("*") if path.is_file()] == ["toy.ipynb"]


def test_what_students_fetch_can_check_itself(tmp_path: Path) -> None:
    """The public checks lie beside the notebook; no solution and no hidden check does."""
    course = read_course(Path(__file__).parents[2])
    write_course(course, [course.get("01")], tmp_path)

    fetched = {path.name for path in (tmp_path / "source/01_network").iterdir()}
    assert fetched >= {"course.toml", "network.hints.md", "network.ipynb", "network.slips.json", "test_network.py"}
    assert "network.py" not in fetched
    assert not any("hidden" in name for name in fetched)


def test_pictures_are_part_of_the_notebook(toy_course: Course) -> None:
    """No file lies beside it."""
    opening = release(make_source_notebook(toy_course.get("01_toy")))["opening"]

    assert "![A dot](attachment:dot.svg)" in opening.source
    assert list(opening.attachments["dot.svg"]) == ["image/svg+xml"]


def test_without_the_marked_regions_a_solution_is_its_stub(tmp_path: Path) -> None:
    """Private helpers, private members, constants and imports leave no trace."""
    folder = tmp_path / "01_nets"
    folder.mkdir()
    (folder / "nets.py").write_text(SOLUTION)
    (folder / "README.md").write_text("# Nets\n")
    assignment = Assignment(folder, "Nets", {"Net": 60, "save": 40})

    released = release(make_source_notebook(assignment))
    stubs = {cell["id"]: "".join(cell["source"]) for cell in json.loads(make_notebook(assignment))["cells"]}
    for name in ("imports", "code-Given", "code-Net", "code-save"):
        assert released[name].source == re.sub(r"TODO: [\w.]+", "TODO", stubs[name])


def test_a_marked_solution_is_still_the_solution() -> None:
    """All of it is there, and runs."""
    marked = "\n\n\n".join(mark_solutions(SOLUTION, make_stub(SOLUTION)).values())
    names: dict[str, Any] = {}
    exec(f"import torch\nfrom collections import Counter\n\n{marked}", names)

    assert names["save"]("there") == "there"
    assert names["Net"]().load() == 3
    assert names["Net"]()._build() == {}


def test_private_members_alone_are_refused() -> None:
    """There is no region in which nbgrader could hide them."""
    source = "class Net:\n    size = 3\n\n    def _build(self):\n        return 1\n"

    with pytest.raises(CourseError, match="private members of Net only below one that students write"):
        mark_solutions(source, make_stub(source))


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda each: each.name)
class TestTheCourse:
    def test_what_is_released_is_the_stub(self, assignment: Assignment) -> None:
        """The same cells as in the notebook that is built for students, with the names of exercises left out."""
        released = release(make_source_notebook(assignment))
        stubs = {cell["id"]: "".join(cell["source"]) for cell in json.loads(make_notebook(assignment))["cells"]}
        codes = [name for name in stubs if name.startswith("code-")]

        assert codes
        assert {name: released[name].source for name in codes} == {
            name: re.sub(r"TODO: [\w.]+", "TODO", stubs[name]) for name in codes
        }

    def test_graded_cells_have_the_points_of_the_course(self, assignment: Assignment) -> None:
        """One whole number an exercise, in nbgrader's own schema."""
        from nbgrader.nbgraderformat import MetadataValidator

        notebook = nbformat.reads(make_source_notebook(assignment).decode(), as_version=4)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        graded = [cell.metadata.nbgrader for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]

        assert [each.points for each in graded] == [assignment.points[name] for name in _order(notebook)]
        assert sum(each.points for each in graded) == sum(assignment.points.values())

    def test_hidden_checks_are_not_in_the_source(self, assignment: Assignment) -> None:
        """Neither a name nor a title, so that feedback cannot show them either."""
        text = make_source_notebook(assignment).decode()
        hidden, visible = (
            {name for path in paths for name in re.findall(r"def (test_\w+)", path.read_text())}
            for paths in (assignment.hidden_checks, assignment.visible_checks)
        )

        assert hidden
        assert not {name for name in hidden - visible if name in text}


def _order(notebook: Any) -> list[str]:
    """Return the exercises in the order of their graded cells."""
    return [found[1] for cell in notebook.cells if (found := re.search(r'^grade\("(.+)"\)', cell.source, re.MULTILINE))]
