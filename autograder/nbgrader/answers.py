"""Show an answer, script or notebook, as the autograded notebook that formgrader and feedback read."""

from collections.abc import Iterator, Sequence

from autograder.author.build.notebooks import Cell, code, encode_notebook, markdown
from autograder.author.build.pieces import first_line
from autograder.nbgrader.course import mark
from autograder.nbgrader.entries import list_solutions
from autograder.nbgrader.names import name_grade_cell, name_solution_cell
from autograder.reports.notebook import render_for_notebook, render_one_exercise
from autograder.reports.text import clean
from autograder.results import Exercise, Record
from autograder.submissions import Unit
from autograder.submissions.syntax import PARSE_LIMIT, Definition, parse

Piece = tuple[str | None, str]  # the name of an answer, None for what is around it; its source


def make_answer_notebook(record: Record, units: Sequence[Unit], *, graded: bool) -> bytes:
    """Return the notebook: each answer in a cell that takes comments, and below it the cells that hold its points.

    `graded` fills those cells with the reports; else they are as a student hands them in.
    """
    names = list_solutions(record)
    pieces = [piece for unit in units for piece in _cut(unit.text, names)]
    # Where something is defined twice, the last one counts.
    last = {name: number for number, (name, _) in enumerate(pieces) if name is not None}
    cells = [markdown("opening", f"# {record.assignment}")]
    for number, (name, source) in enumerate(pieces):
        if name is not None and last[name] == number:
            cells += [_write_answer(name, source), *_write_checks(record, name, graded)]
        elif source.strip():
            cells.append(code(f"around-{number}", source))
    for name in names:
        if name not in last:
            cells += [_write_answer(name, f"# There is no {name} here."), *_write_checks(record, name, graded)]
    return encode_notebook(cells)


def _cut(text: str, names: Sequence[str]) -> Iterator[Piece]:
    """Yield a source in pieces, in their order."""
    lines = text.split("\n")
    done = 0
    tree = parse(text)
    for node in tree.body if tree is not None else ():
        if isinstance(node, Definition) and node.name in names:
            start = first_line(node)
            end = node.end_lineno or node.lineno
            yield None, "\n".join(lines[done:start]).strip("\n")
            yield node.name, "\n".join(lines[max(start, done) : end])
            done = end
    yield None, "\n".join(lines[done:]).strip("\n")


def _write_answer(name: str, source: str) -> Cell:
    cell = code(f"code-{name}", clean(source, PARSE_LIMIT))
    return mark(cell, name_solution_cell(name), grade=False, solution=True, locked=False)


def _write_checks(record: Record, name: str, graded: bool) -> Iterator[Cell]:
    for exercise in record.exercises:
        if exercise.name.partition(".")[0] == name:
            cell = code(f"check-{exercise.name}", f'check("{exercise.name}")')
            filled = {**cell, "execution_count": 1, "outputs": _report(record, exercise)} if graded else cell
            points = exercise.max_score
            yield mark(filled, name_grade_cell(exercise.name), grade=True, solution=False, locked=True, points=points)


def _report(record: Record, exercise: Exercise) -> list[dict[str, object]]:
    report = render_for_notebook(lambda console: render_one_exercise(record, exercise.name, console))
    points = {"text/plain": repr(float(exercise.score))}
    return [
        {"output_type": "display_data", "metadata": {}, "data": report},
        {"output_type": "execute_result", "metadata": {}, "data": points, "execution_count": 1},
    ]
