"""Read who is in the class, from a roster of GitHub Classroom or of Classroom 50."""

import re
from pathlib import Path

from autograder.errors import AutograderError
from autograder.people.person import Person
from autograder.tables import Row, read_table

CLASSROOM = frozenset({"identifier", "github_username", "name"})
CLASSROOM50 = frozenset({"username", "first_name", "last_name", "email"})
# What else a school may have added, by the names that its systems give such columns.
OTHERS = ("email", "email_address", "sis_id", "sis_user_id", "sis_login_id", "id_number", "student_id", "login_id")
# What people put around a user name who copy it from a page.
PROFILE = re.compile(r"^(?:(?:https?://)?(?:www\.)?github\.com/|@)|[/?#].*$", re.IGNORECASE)
# What spreadsheets make of long numbers: no digit behind the sixth is left.
SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def read_roster(path: Path) -> list[Person]:
    """Read a roster in either format, told by its header; raise AutograderError if it is in neither.

    Refuse one in which two lines would be the same student: a submission of that name could be of either.
    """
    table = read_table(path)
    if table.columns >= CLASSROOM:
        people = [_read_person(row) for row in table.rows]
    elif table.columns >= CLASSROOM50:
        # Its roster lists the staff, too.
        people = [_read_person50(row) for row in table.rows if row.first("role").casefold() in ("", "student")]
    else:
        raise AutograderError(
            f"{path} is no roster that is known here. Its first line should have the columns "
            f"{','.join(sorted(CLASSROOM))} or {','.join(sorted(CLASSROOM50))}."
        )
    # A student of two sections stands there twice, in the same words.
    people = [person for person in dict.fromkeys(people) if person.student]
    if not people:
        raise AutograderError(f"{path}, the roster, names no student")
    _refuse_shortened(people, path)
    _refuse_doubles(people, path)
    return people


def _read_person(row: Row) -> Person:
    username = PROFILE.sub("", row.first("github_username"))
    return Person(username, row.first("identifier"), row.first("name"), _others(row), row.line)


def _read_person50(row: Row) -> Person:
    name = f"{row.first('first_name')} {row.first('last_name')}".strip()
    return Person(row.first("username"), row.first("email", "username"), name, _others(row, "email"), row.line)


def _others(row: Row, known: str = "") -> tuple[str, ...]:
    return tuple(value for column in OTHERS if column != known and (value := row.first(column)))


def _refuse_shortened(people: list[Person], path: Path) -> None:
    for person in people:
        for name in (person.username, person.identifier, *person.others):
            if SHORTENED.fullmatch(name):
                raise AutograderError(
                    f"{path}, the roster, has {name} in line {person.line}, which a spreadsheet made of a longer "
                    "number: give that column the format Text there, and enter the numbers again"
                )


def _refuse_doubles(people: list[Person], path: Path) -> None:
    owners: dict[str, Person] = {}
    for person in people:
        for name in sorted(person.known_by):
            other = owners.setdefault(name, person)
            if other is not person:
                raise AutograderError(
                    f"{path}, the roster, has {name!r} twice, in lines {other.line} and {person.line}: "
                    "keep one of the two, since both would be the same student"
                )
