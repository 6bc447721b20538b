"""What is said of a failing exercise, where in the student's code, and which way of diagnosis says it."""

from dataclasses import dataclass

# As records call them. In which order they are asked, diagnose.py says.
FORBIDDEN, SLIP, FACT, REPAIR, RELATION = WAYS = ("forbidden name", "slip", "fact", "repair", "relation")


@dataclass(frozen=True)
class Sentence:
    """One sentence for a student; `line` is counted in the file, or in the notebook's `cell`."""

    text: str
    way: str  # one of WAYS
    line: int | None = None
    cell: str | None = None


def names_mistake(way: str | None) -> bool:
    """Return whether a way says what the mistake is, and not only what was seen of it."""
    return way != RELATION
