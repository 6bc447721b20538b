"""A version of a submission, and every change of one exercise in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.diagnosis.repairs.edit import Edit
from autograder.diagnosis.repairs.propose import propose
from autograder.diagnosis.repairs.region import parse_units
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.task import Task
from autograder.submissions import Unit


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
    return [
        Unit(unit.name, SourceText(unit).splice(edit.splices)) if unit.name == edit.source.name else unit
        for unit in units
    ]
