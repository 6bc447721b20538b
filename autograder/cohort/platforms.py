"""Fill the gradebook of a learning platform with a class's grades."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.fill import Filled, fill
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.submissions.roster import read_roster


def export_platform(
    platform: Platform,
    assignments: Sequence[Graded],
    template: Path,
    to: Path,
    *,
    columns: Mapping[str, str],
    roster: Path | None,
) -> Filled:
    """Fill a platform's downloaded gradebook and write it to `to`.

    `columns` says where the gradebook calls an assignment by another name; `roster` is a file that says what the school
    calls those known by a user name.
    """
    if unknown := columns.keys() - {each.assignment for each in assignments}:
        raise AutograderError(f"--column names {min(unknown)}, of which no folder holds results")
    people = read_roster(roster) if roster else []
    aliases = {person.student: (person.identifier,) for person in people}
    return fill(platform, template, assignments, to, columns=columns, aliases=aliases)
