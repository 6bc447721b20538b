"""Write a course that stock nbgrader accepts: one solution notebook an assignment, and its configuration."""

import base64
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.author.build.notebooks import (
    Cell,
    close_notebook,
    code,
    encode_notebook,
    group_parts,
    markdown,
    open_notebook,
)
from autograder.author.build.outline import Part, make_outline
from autograder.author.build.stubs import make_stub
from autograder.course import COURSE_FILE, Assignment, Course
from autograder.course.solution import read_solution
from autograder.nbgrader.config import CONFIG_FILE, format_config
from autograder.nbgrader.names import name_grade_cell, name_solution_cell
from autograder.nbgrader.regions import mark_solutions
from autograder.release.contents import describe_course
from autograder.results.files import write_files

PICTURE = re.compile(r"(!\[[^\]]*\]\()([^):\s]+\.(\w+))\)")
MIME_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}
GRADED = """from autograder.notebook import check
check("{0}")
### BEGIN HIDDEN TESTS
from autograder.notebook import grade
grade("{0}")
### END HIDDEN TESTS"""


def write_course(course: Course, assignments: Sequence[Assignment], folder: Path) -> int:
    """Write nbgrader's configuration and a source notebook per assignment; return how many files that are.

    nbgrader hands out whatever lies in its source as it is. So beside a notebook goes only what every student may see
    and needs to check themselves; and in it, nothing but what nbgrader takes out itself: answers between its marks, and
    checks by name only.
    """
    files = {CONFIG_FILE: format_config(course, folder).encode()}
    for assignment in assignments:
        source = f"source/{assignment.name}"
        files[f"{source}/{assignment.module}.ipynb"] = make_source_notebook(assignment)
        files |= {f"{source}/{name}": content for name, content in _collect_checks(course, assignment).items()}
    write_files(folder, files)
    return len(files)


def _collect_checks(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """Return what `check` needs beside a student's notebook, as `autograder build` made it; nothing before that."""
    built = course.root / "assignments" / assignment.name
    names = [f"{assignment.module}.slips.json", f"{assignment.module}.hints.md"]
    names += [path.name for path in assignment.visible_checks]
    names += assignment.data
    found = {name: (built / name).read_bytes() for name in names if (built / name).is_file()}
    return {**found, COURSE_FILE: describe_course(course, [assignment]).encode()} if found else {}


def make_source_notebook(assignment: Assignment) -> bytes:
    """Return the instructor's notebook: the solution, which nbgrader turns into what students receive."""
    source = read_solution(assignment)
    solutions = mark_solutions(source, make_stub(source))
    outline = make_outline(assignment)
    opening, *others = open_notebook(outline)
    cells = [_embed_pictures(opening, assignment.folder), *others]
    for group, exercises in group_parts(outline.parts):
        for part in group:
            cells += [markdown(f"brief-{part.name}", part.brief), _write_solution(part, solutions[part.name])]
        cells += _write_checks(exercises, assignment)
    return encode_notebook([*cells, *close_notebook()])


def _write_solution(part: Part, solution: str) -> Cell:
    if part.is_given:
        return code(f"code-{part.name}", part.code)
    cell = code(f"code-{part.name}", solution)
    return mark(cell, name_solution_cell(part.name), grade=False, solution=True, locked=False)


def _write_checks(exercises: Sequence[str], assignment: Assignment) -> Iterator[Cell]:
    for exercise in exercises:
        cell = code(f"check-{exercise}", GRADED.format(exercise))
        points = assignment.points[exercise]
        yield mark(cell, name_grade_cell(exercise), grade=True, solution=False, locked=True, points=points)


def mark(cell: Cell, grade_id: str, **properties: Any) -> Cell:
    """Return the cell with what nbgrader has to know of it."""
    nbgrader = {"schema_version": 3, "grade_id": grade_id, "task": False, **properties}
    return {**cell, "metadata": {"nbgrader": nbgrader}}


def _embed_pictures(cell: Cell, folder: Path) -> Cell:
    """Put a README's pictures into the cell: no file lies beside a notebook of nbgrader's."""
    attachments: dict[str, dict[str, str]] = {}

    def embed(match: re.Match[str]) -> str:
        path = folder / match[2]
        attachments[match[2]] = {MIME_TYPES[match[3]]: base64.b64encode(path.read_bytes()).decode()}
        return f"{match[1]}attachment:{match[2]})"

    source = [PICTURE.sub(embed, line) for line in cell["source"]]
    return {**cell, "source": source, **({"attachments": attachments} if attachments else {})}
