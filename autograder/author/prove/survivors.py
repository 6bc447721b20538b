"""Read why some mutants may survive: the author's explanations in NAME.mutants.toml beside the solution."""

from dataclasses import dataclass, fields
from pathlib import Path

from autograder.author.prove.mutants import Mutant
from autograder.course.entries import read_entries
from autograder.errors import CourseError


@dataclass(frozen=True)
class Explanation:
    """Say of a mutant why no check can, or should, notice it. It names no line, so that it outlives edits elsewhere."""

    exercise: str
    was: str
    now: str
    because: str


def load_explanations(path: Path) -> list[Explanation]:
    """Return the explanations of a file, none if there is no file; refuse one that says too little or too much."""
    explanations = []
    for entry, place in read_entries(path, "survivor", [field.name for field in fields(Explanation)]):
        if not entry["because"].strip():
            raise CourseError(f"{place}: because is empty: write why no check can, or should, notice it")
        explanations.append(Explanation(**entry))
    return explanations


def explains(explanation: Explanation, mutant: Mutant) -> bool:
    """Tell whether an explanation speaks of a mutant."""
    said = (explanation.exercise, explanation.was, explanation.now)
    return said == (mutant.exercise, mutant.was, mutant.now)
