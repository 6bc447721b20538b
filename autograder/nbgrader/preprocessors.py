"""Take the place of nbgrader's Execute: grade a notebook in the sandbox, and write outputs as a kernel would."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode

from autograder.grading.notebooks import find_grader, find_points
from autograder.nbgrader.entries import enter
from autograder.nbgrader.names import name_grade_cell
from autograder.reports.notebook import render_for_notebook, render_one_exercise
from autograder.results import Exercise, Record

Resources = dict[str, Any]


class Grade(NbGraderPreprocessor):
    """Give each graded cell its report and its points, from the course's own checks. No kernel is started."""

    course = Unicode("", help="The folder with the course.toml of the course that is graded.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Grade the notebook's code cells, in a judge that stays warm from one submission to the next."""
        about = resources["nbgrader"]
        path = Path(f"{about['notebook']}.ipynb")
        grader = find_grader(Path(self.course))
        record = grader.grade(about["assignment"], about["student"], path, json.dumps(nb).encode())
        exercises = {name_grade_cell(each.name): each for each in record.exercises}
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell):
                self._fill(cell, exercises.get(cell.metadata.nbgrader["grade_id"]), record)
        return nb, {**resources, "autograder": record}

    def _fill(self, cell: NotebookNode, exercise: Exercise | None, record: Record) -> None:
        if exercise is None:
            # A cell without output would get full marks.
            self.log.warning("%s is no exercise of the course: 0 points", cell.metadata.nbgrader["grade_id"])
            text = "This cell is no exercise of the course, and was not run. Grade it by hand."
            cell.outputs = [NotebookNode(output_type="error", ename="NotGraded", evalue=text, traceback=[text])]
            return
        report = render_for_notebook(lambda console: render_one_exercise(record, exercise.name, console))
        points = repr(find_points(record, exercise.name))
        cell.execution_count = 1
        cell.outputs = [
            _make_output("display_data", report),
            _make_output("execute_result", {"text/plain": points}, execution_count=1),
        ]


def _make_output(kind: str, data: dict[str, str], **more: int) -> NotebookNode:
    return NotebookNode(output_type=kind, data=NotebookNode(data), metadata=NotebookNode(), **more)


class Comment(NbGraderPreprocessor):
    """Comment on answers with the tutor's sentences, and give points even where a student deleted the graded cell."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write to the gradebook, after SaveAutoGrades, what is not a person's: their scores and comments stay."""
        record, about = resources["autograder"], resources["nbgrader"]
        gradebook = _open_gradebook(about["db_url"])
        notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        enter(notebook, record)
        gradebook.db.commit()
        return nb, resources


@lru_cache
def _open_gradebook(url: str) -> Gradebook:
    """Return the gradebook, the same one for all submissions: opening it takes longer than a submission's comments."""
    return Gradebook(url)
