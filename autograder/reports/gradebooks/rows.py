"""Find the row of a gradebook that belongs to a student."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people import Directory, Person
from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet, refuse_fields, simplify


@dataclass(frozen=True)
class Aliases:
    """What else a student is known by, beside the name that their submission goes by."""

    names: tuple[str, ...] = ()  # that mean them and nobody else: numbers, logins, addresses
    full_name: str = ""  # where it is sure that this is a person's name
    numbers: tuple[str, ...] = ()  # the platform's own, where it gave the submission out


class Rows:
    """The students of a gradebook, by all that it says of them."""

    def __init__(self, platform: Platform, sheet: Sheet, template: Path, known_by: str | None = None) -> None:
        columns = [simplify(name) for name in sheet.header]
        ids = _find_ids(platform, sheet, template, known_by)
        group = next((group for group in platform.named_by if set(group) <= set(columns)), ())
        numbered = [number for number, column in enumerate(columns) if column in platform.numbered_by]
        self._numbers: dict[int, set[str]] = {}
        people = []
        lines = sheet.number_lines()
        for row in range(platform.first_student(sheet), len(sheet.rows)):
            if len(sheet.rows[row]) > len(columns):
                raise refuse_fields(template, lines[row], len(sheet.rows[row]), len(columns))
            name = " ".join(sheet.read(row, columns.index(part)) for part in group)
            cells = [sheet.read(row, column) for column in ids]
            # In a worksheet of Moodle's: "Participant 3047364", and 3047364 in the names of folders.
            cells += [found[1] for cell in cells if (found := re.fullmatch(r"[^\d@]+(\d{4,})", cell))]
            written = [re.search(r"\d+$", sheet.read(row, column)) for column in numbered]
            self._numbers[row] = {found[0] for found in written if found}
            if any(cells) or name:
                people.append(Person("", "", name, tuple(dict.fromkeys(filter(None, cells))), row + 1))
        self._people = people
        self._directory = Directory(people, f"{template}")

    def find(self, student: str, known: Aliases) -> int | None:
        """Return the row of a student, None if there is none; raise AutograderError where there are several."""
        person = self._directory.find(student, *known.names)
        if person is None and known.full_name:
            person = self._directory.find_named(known.full_name)
            if person and self._is_numbered_otherwise(person.line - 1, known):
                return None
        return person.line - 1 if person else None

    def _is_numbered_otherwise(self, row: int, known: Aliases) -> bool:
        """Say whether a student of the same name is another one, by the platform's own numbers."""
        numbers = self._numbers[row]
        return bool(numbers and known.numbers) and numbers.isdisjoint(known.numbers)

    def list_others(self, taken: Collection[int | None]) -> list[int]:
        """Return the rows of students that were not found."""
        return [person.line - 1 for person in self._people if person.line - 1 not in taken]


def _find_ids(platform: Platform, sheet: Sheet, template: Path, known_by: str | None) -> list[int]:
    if known_by is not None:
        found = [number for number, name in enumerate(sheet.header) if simplify(name) == simplify(known_by)]
        if not found:
            raise AutograderError(f"{template} has no column {known_by!r}; there are {', '.join(sheet.header)}")
        return found
    found = [number for number, name in enumerate(sheet.header) if simplify(name) in platform.known_by]
    if not found:
        raise AutograderError(
            f"{template} is no gradebook of {platform.name} that is known here: it has none of the columns "
            f"{', '.join(platform.known_by[:4])}. Say with --known-by COLUMN which one tells who a student is: "
            f"there are {', '.join(filter(None, sheet.header))}"
        )
    return found
