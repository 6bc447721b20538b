"""What is said of a failing exercise, where in the student's code, and which way of diagnosis says it."""

from dataclasses import dataclass

# In the order in which they are asked: the earlier, the surer and the closer to what a tutor would say.
FORBIDDEN, SLIP, FACT, REPAIR, TWO_REPAIRS, RELATION = WAYS = (
    "forbidden name",
    "slip",
    "fact",
    "repair",
    "two repairs",
    "relation",
)


@dataclass(frozen=True)
class Sentence:
    """One sentence for a student; `line` is counted in the file, or in the notebook's `cell`."""

    text: str
    way: str  # one of WAYS
    line: int | None = None
    cell: str | None = None


def names_mistake(way: str | None, line: int | None) -> bool:
    """Return whether a sentence says what the mistake is, and not only where to look or what was seen."""
    # What a repair says without a line of its own are the lines alone.
    return way in (None, FORBIDDEN, SLIP, FACT) or (way == REPAIR and line is not None)
