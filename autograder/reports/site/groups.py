"""What a class gets wrong: failing answers in groups that saw the same, whatever their code looks like."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

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


@dataclass
class _Members:
    """Those who went wrong in one way: their names, what they are told, and who is shown."""

    example: Record
    check: Check
    line: int | None
    students: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)


class Groups:
    """What a class gets wrong, gathered from one record after the other: nobody need have all of them at hand."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], _Members] = {}
        for record in records:
            self.add(record, record)

    def add(self, record: Record, outline: Record) -> None:
        """Put a record, which is not kept, into its groups; its outline is, where it is a group's first."""
        for exercise in record.exercises:
            if seen := tuple(f"{check.id} {check.seen}" for check in exercise.checks if check.seen):
                key = exercise.name, seen
                if key not in self._found:
                    self._found[key] = _Members(outline, *_choose_check(exercise))
                self._found[key].students.append(record.student)
                self._found[key].said.update([exercise.says] if exercise.says else [])

    def list(self) -> list[Group]:
        """Return the groups, largest first; of equally large ones, in the order of the exercises."""
        groups = [
            Group(
                name,
                tuple(members.students),
                members.said.most_common(1)[0][0] if members.said else None,
                members.check,
                members.example,
                members.line,
            )
            for (name, _), members in self._found.items()
        ]
        return sorted(groups, key=lambda group: -len(group.students))


def _choose_check(exercise: Exercise) -> tuple[Check, int | None]:
    """Return the failed check that shows best what went wrong, and the line of the code that matters."""
    failed = [check for check in exercise.checks if check.seen]
    # The fewest numbers to look at; a visible one, whose inputs everybody may know, before a hidden one.
    shown = min(failed, key=lambda check: (check.hidden, check.numbers, len(check.message)))
    return shown, exercise.says_line or next((check.line for check in failed if check.line is not None), None)


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
