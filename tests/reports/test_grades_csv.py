"""grades.csv has a row per student, and no cell that computes."""

import csv
from dataclasses import replace
from pathlib import Path

from autograder.reports.grades import write_grades
from autograder.results import Record


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_row_holds_points_in_total_and_per_exercise(tmp_path: Path, records: dict[str, Record]) -> None:
    write_grades([records["one_slip"]], tmp_path / "grades.csv")

    assert read(tmp_path / "grades.csv") == [
        {
            "student": "ada",
            "score": "15",
            "max": "43",
            "Net": "0",
            "Net.num_flat_features": "8",
            "add_batch_dimension": "7",
            "error": "",
        }
    ]


def test_an_error_is_told_beside_its_zero(tmp_path: Path, records: dict[str, Record]) -> None:
    write_grades([records["broken"]], tmp_path / "grades.csv")

    (row,) = read(tmp_path / "grades.csv")

    assert (row["score"], row["Net"]) == ("0", "0")
    assert row["error"].startswith("network.py has a syntax error in line 3")


def test_an_exercise_that_a_record_lacks_is_empty(tmp_path: Path, records: dict[str, Record]) -> None:
    write_grades([records["all_public"], records["not_started"]], tmp_path / "grades.csv")

    assert [(row["add_batch_dimension"], row["Net"]) for row in read(tmp_path / "grades.csv")] == [("7", ""), ("", "0")]


def test_hostile_names_stay_one_harmless_cell(tmp_path: Path, records: dict[str, Record]) -> None:
    names = ["=cmd()", "a,b", 'a"b', "a\nb", "../x", "\udcff", "x" * 300]
    write_grades([replace(records["all_public"], student=name) for name in names], tmp_path / "grades.csv")

    rows = read(tmp_path / "grades.csv")

    assert [row["student"] for row in rows[:6]] == ["'=cmd()", "a,b", 'a"b', "a b", "../x", "\\udcff"]
    assert {row["score"] for row in rows} == {"7"}
    assert all(None not in row for row in rows)


def test_no_cell_computes_where_a_semicolon_begins_the_next(tmp_path: Path, records: dict[str, Record]) -> None:
    names = ["a;=1+1", "b; @x", "c;;-2"]
    write_grades([replace(records["all_public"], student=name) for name in names], tmp_path / "grades.csv")

    cells = [cell.strip() for cell in (tmp_path / "grades.csv").read_text().replace(",", ";").split(";")]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_only_the_table_is_left_in_the_folder(tmp_path: Path, records: dict[str, Record]) -> None:
    write_grades([records["one_slip"]], tmp_path / "grades.csv")
    write_grades([records["all_public"]], tmp_path / "grades.csv")

    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]
    assert [row["score"] for row in read(tmp_path / "grades.csv")] == ["7"]
