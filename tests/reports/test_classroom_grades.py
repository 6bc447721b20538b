"""The class's grades also have GitHub Classroom's own header; with a roster and dates, grades.csv says more."""

import csv
from dataclasses import replace
from pathlib import Path

from autograder.reports.classroom_grades import write_classroom_grades
from autograder.reports.grades import write_grades
from autograder.reports.markdown import format_feedback
from autograder.results import Record
from autograder.results.record import Late

HEADER = (
    "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,student_repository_name,"
    "student_repository_url,submission_timestamp,points_awarded,points_available"
)
WHEN = "2026-11-21T22:00:00+00:00"


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def make_late(record: Record, penalty: int = 4) -> Record:
    return replace(record, submitted=WHEN, late=Late(93661, penalty))


def test_classrooms_header_is_kept_to_the_letter(tmp_path: Path, records: dict[str, Record]) -> None:
    write_classroom_grades([records["one_slip"]], tmp_path / "grades.csv", {}, {})

    assert (tmp_path / "grades.csv").read_text().splitlines()[0] == HEADER


def test_who_has_not_joined_github_has_no_user_name_there(tmp_path: Path, records: dict[str, Record]) -> None:
    write_classroom_grades([records["one_slip"]], tmp_path / "grades.csv", {"ada": ("", "ada")}, {})

    (row,) = read(tmp_path / "grades.csv")

    assert (row["github_username"], row["roster_identifier"]) == ("", "ada")


def test_a_row_tells_what_is_known(tmp_path: Path, records: dict[str, Record]) -> None:
    people, folders = {"ada": ("ada", "s-1")}, {"ada": "nets-ada"}
    write_classroom_grades([make_late(records["one_slip"])], tmp_path / "grades.csv", people, folders)

    (row,) = read(tmp_path / "grades.csv")

    assert {key: value for key, value in row.items() if value} == {
        "assignment_name": "01_network",
        "github_username": "ada",
        "roster_identifier": "s-1",
        "student_repository_name": "nets-ada",
        "submission_timestamp": WHEN,
        "points_awarded": "11",
        "points_available": "43",
    }


def test_a_roster_adds_who_a_student_is(tmp_path: Path, records: dict[str, Record]) -> None:
    write_grades([records["one_slip"]], tmp_path / "grades.csv", {"ada": ("s-1", "=Ada")})

    (row,) = read(tmp_path / "grades.csv")

    assert (row["identifier"], row["name"]) == ("s-1", "'=Ada")


def test_dates_add_what_being_late_costs(tmp_path: Path, records: dict[str, Record]) -> None:
    unknown = replace(records["one_slip"], student="bob")
    write_grades([make_late(records["one_slip"]), unknown], tmp_path / "grades.csv")

    ada, bob = read(tmp_path / "grades.csv")

    columns = ("score", "submitted", "late_minutes", "penalty", "final")
    assert [ada[column] for column in columns] == ["15", WHEN, "1562", "4", "11"]
    assert [bob[column] for column in columns] == ["15", "", "", "0", "15"]


def test_feedback_says_what_being_late_costs(records: dict[str, Record]) -> None:
    feedback = format_feedback(make_late(records["one_slip"]))

    assert "> Handed in 26 h 2 min after it was due: 15 points less 4 are 11, and these count." in feedback
    assert feedback.startswith("# 01\\_network: 11 of 43 points\n")


def test_feedback_says_that_grace_costs_nothing(records: dict[str, Record]) -> None:
    assert "after it was due, which costs no points." in format_feedback(make_late(records["one_slip"], penalty=0))
