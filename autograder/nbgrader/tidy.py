"""Take out of a student's notebook what stock nbgrader would refuse, before it does."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.nbgraderformat.common import SchemaMismatchError, ValidationError
from nbgrader.preprocessors import NbGraderPreprocessor

Resources = dict[str, Any]


class Tidy(NbGraderPreprocessor):
    """Leave every cell that nbgrader can use, and make ordinary cells of the others; what they say stays.

    Jupyter copies nbgrader's marks with a cell that is copied or split. nbgrader then ends the run, for this student
    and for all who come after: so the last cell of several with one name keeps it, as in nbgrader's own DeduplicateIds.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Go through the cells from the last to the first."""
        seen: set[str] = set()
        for cell in reversed(nb.cells):
            marks = cell.metadata.get("nbgrader")
            if marks is None:
                continue
            name = marks.get("grade_id") if isinstance(marks, dict) else None
            reason = "is there twice" if name in seen else _refuse(cell)
            if reason is None:
                seen.add(str(name))
            else:
                self.log.warning("The cell %s %s: it is taken for an ordinary one", name, reason)
                del cell.metadata["nbgrader"]
        return nb, resources


def _refuse(cell: NotebookNode) -> str | None:
    """Return why nbgrader would refuse a cell, or take it for code that it no longer is."""
    marks = cell.metadata["nbgrader"]
    if not isinstance(marks, dict):
        return "has no marks that can be read"
    if cell.cell_type != "code" and not marks.get("task"):
        return "was turned into text"
    try:
        MetadataValidator().upgrade_cell_metadata(cell)
        MetadataValidator().validate_cell(cell)
    except (ValidationError, SchemaMismatchError, KeyError, TypeError, AttributeError) as error:
        return f"is not as nbgrader marks cells ({type(error).__name__})"
    return None
