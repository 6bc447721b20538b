"""One change of a student's source, and what it says."""

from dataclasses import dataclass
from enum import IntEnum

from autograder.diagnosis.repairs.source_text import SourceText


class Group(IntEnum):
    """What a change does; of several that pass at one line, the first group tells the reason best."""

    LESSON = 0
    DROP = 1
    SPECIFIC = 2
    SWAP = 3
    FORM = 4  # the value itself in another form, which says nothing of why
    NUMBER = 5
    NAME = 6


@dataclass(frozen=True)
class Edit:
    """One change of a student's source, and what it says of the line that it changes, if it is the repair.

    `rank` is how soon it is worth a try; `mends` names the symptoms that it is for, none where it is for any.
    """

    source: SourceText
    line: int
    says: str
    group: Group
    rank: int
    splices: tuple[tuple[int, int, str], ...]
    mends: frozenset[str] = frozenset()
    is_general: bool = False  # it is about the function, and its line is no closer than that
    guard: int | None = None  # the line of the `raise` that it says is met by what is allowed

    def apply(self) -> str:
        """Return the unit's text with the change."""
        return self.source.splice(self.splices)
