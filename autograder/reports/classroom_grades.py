"""Write the grades of a class under the header that GitHub Classroom's own download has, for what imports those."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.reports.text import defuse_formula, encode_table
from autograder.results import Record
from autograder.results.files import write_atomically

COLUMNS = (
    "assignment_name",
    "assignment_url",
    "starter_code_url",
    "github_username",
    "roster_identifier",
    "student_repository_name",
    "student_repository_url",
    "submission_timestamp",
    "points_awarded",
    "points_available",
)


def write_classroom_grades(
    records: Iterable[Record], path: Path, people: Mapping[str, tuple[str, str]], folders: Mapping[str, str]
) -> None:
    """Write one row per student, with what is known: web addresses are not.

    `people` gives the user name on GitHub and the identifier of whoever is on the roster, `folders` the name of the
    folder that a submission came in.
    """
    rows: list[list[object]] = [[*COLUMNS]]
    for record in records:
        username, identifier = people.get(record.student, (record.student, ""))
        known: dict[str, object] = {
            "assignment_name": record.assignment,
            "github_username": defuse_formula(username),
            "roster_identifier": defuse_formula(identifier),
            "student_repository_name": defuse_formula(folders.get(record.student, "")),
            "submission_timestamp": record.submitted or "",
            "points_awarded": record.final_score,
            "points_available": record.max_score,
        }
        rows.append([known.get(column, "") for column in COLUMNS])
    write_atomically(path, encode_table(rows))
