"""Read why some mutants may survive: the author's explanations in NAME.mutants.toml beside the solution."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.author.prove.mutants import Mutant
from autograder.course.texts import read_text
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
    if not path.exists():
        return []
    try:
        listed = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {error}") from error
    return [_explanation(path, entry) for entry in listed.get("survivor", [])]


def explains(explanation: Explanation, mutant: Mutant) -> bool:
    """Tell whether an explanation speaks of a mutant."""
    said = (explanation.exercise, explanation.was, explanation.now)
    return said == (mutant.exercise, mutant.was, mutant.now)


def _explanation(path: Path, entry: dict[str, str]) -> Explanation:
    wanted = {field.name for field in fields(Explanation)}
    if set(entry) != wanted or not entry["because"].strip():
        raise CourseError(
            f"{path}: a [[survivor]] says exercise, was, now and because; this one says {', '.join(entry) or 'nothing'}"
        )
    return Explanation(**entry)
