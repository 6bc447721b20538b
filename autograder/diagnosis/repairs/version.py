"""A version of a submission, and every change of one exercise in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.propose import propose
from autograder.diagnosis.repairs.region import parse_units
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.task import Task
from autograder.submissions import Unit

IMPORTS = {"torch": "import torch", "np": "import numpy as np"}


@dataclass(frozen=True)
class Version:
    """A version, the same without what it runs when it is loaded, and its changes, the likeliest repair first."""

    units: Sequence[Unit]
    lean: Sequence[Unit]
    edits: Sequence[Edit]

    @classmethod
    def of(cls, units: Sequence[Unit], task: Task) -> "Version":
        """Return a version with the changes of the task's exercise."""
        lean = [source.without_scripts() for source in parse_units(units)]
        edits = propose(parse_units(lean), task.exercise, task.exercises, task.symptom, task.known)
        return cls(units, lean, list(edits))


def change(units: Sequence[Unit], edit: Edit) -> list[Unit]:
    """Return the units with one change; it was made on a version with the same length."""
    written = "".join(text for *_, text in edit.splices)
    return [
        Unit(unit.name, SourceText(unit).splice(edit.splices) + _import_used(written, unit.text))
        if unit.name == edit.source.name
        else unit
        for unit in units
    ]


def _import_used(written: str, text: str) -> str:
    """Return imports of what is written into a text that knows it not; at its end, where no line moves."""
    known = {module: re.compile(rf"\b{module}\.") for module in IMPORTS}
    unknown = [module for module, name in known.items() if name.search(written) and not name.search(text)]
    return "".join(f"\n{IMPORTS[module]}\n" for module in unknown)
