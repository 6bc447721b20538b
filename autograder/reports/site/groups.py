"""What a class gets wrong: failing answers in groups that saw the same, whatever their code looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.reports.text import clean_line
from autograder.results import Check, Exercise, Record

LARGE = 3  # from so many on, a group without a sentence is worth a slip of its own


@dataclass(frozen=True)
class Group:
    """Answers to one exercise that went wrong in the same way; `check` shows it best, `example` is whose it is."""

    exercise: str
    students: tuple[str, ...]
    says: str | None  # what most of them are told
    check: Check
    example: Record
    line: int | None  # of the example's code, where that is known

    @property
    def needs_sentence(self) -> bool:
        """Say whether several went wrong so, and nobody is told why."""
        return self.says is None and len(self.students) >= LARGE


def group_failures(records: Sequence[Record]) -> list[Group]:
    """Return the groups, largest first; of equally large ones, in the order of the exercises."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Record, Exercise]]] = {}
    for record in records:
        for exercise in record.exercises:
            if seen := tuple(f"{check.id} {check.seen}" for check in exercise.checks if check.seen):
                found.setdefault((exercise.name, seen), []).append((record, exercise))
    groups = [_describe(name, members) for (name, _), members in found.items()]
    return sorted(groups, key=lambda group: -len(group.students))


def _describe(name: str, members: Sequence[tuple[Record, Exercise]]) -> Group:
    said = Counter(exercise.says for _, exercise in members if exercise.says)
    example, exercise = members[0]
    failed = [check for check in exercise.checks if check.seen]
    # The fewest numbers to look at; a visible one, whose inputs everybody may know, before a hidden one.
    shown = min(failed, key=lambda check: (check.hidden, check.numbers, len(check.message)))
    return Group(
        name,
        tuple(record.student for record, _ in members),
        said.most_common(1)[0][0] if said else None,
        shown,
        example,
        exercise.says_line or next((check.line for check in failed if check.line is not None), None),
    )


def draft_slip(group: Group) -> str:
    """Return what can be written beforehand of a slip for a group: all but the wrong piece and its sentence."""
    lines = group.check.reason or group.check.title
    return "\n".join(
        [
            "[[slip]]",
            f'exercise = "{group.exercise}"',
            'write    = """A PIECE OF THE SOLUTION"""',
            f'instead  = """WHAT {clean_line(group.example.student)} WROTE IN ITS PLACE"""',
            f'says     = "WHAT A TUTOR SAYS"  # seen: {clean_line(lines)}',
        ]
    )
