"""A gradebook that cannot be filled rightly is refused in one line, and nothing is written."""

from pathlib import Path
from typing import Any

import pytest
from filling import CANVAS, MOODLE, MOODLES, refuse
from graded_class import keep, make_record


def test_an_assignment_without_a_column_is_answered_with_those_that_exist(
    export: Any, template: Path, second: Path
) -> None:
    """Totals, which Canvas computes itself, are not among them."""
    said = refuse(export, template, second)

    assert "no column for 02_losses; there are '01_network (4711)', 'Homework 2 (12)'." in said


def test_two_results_of_one_student_are_refused(export: Any, template: Path, first: Path) -> None:
    """Nobody could say which of the two counts."""
    keep(first, make_record("s1"))

    assert "ada and s1 are one student in" in refuse(export, template, first)


def test_a_name_that_fits_two_rows_is_refused(export: Any, template: Path, first: Path) -> None:
    """One student's login is another's number."""
    template.write_text(CANVAS.replace("S1,ADA", "S1,18"))
    keep(first, make_record("18"))

    assert "18 could be either of the students in lines 4 and 5" in refuse(export, template, first)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"name,grade\nada,1\n", "none of the columns sis_login_id, sis_user_id, id"),
        (b"\xff\xfeS\0\0", "no text that is known here"),
        (b'ID,01_network (1)\n1,2\n"ada,3\n', "quotes in line 3"),
    ],
)
def test_what_is_no_gradebook_is_refused(export: Any, template: Path, first: Path, content: bytes, reason: str) -> None:
    """In one line that says why."""
    template.write_bytes(content)

    assert reason in refuse(export, template, first)


@pytest.mark.parametrize(("platform", "other"), [("moodle", "canvas"), ("canvas", "moodle")])
def test_a_gradebook_of_another_platform_is_refused(
    export: Any, first: Path, tmp_path: Path, platform: str, other: str
) -> None:
    """Both call a column ID."""
    (tmp_path / "book.csv").write_text({"canvas": CANVAS, "moodle": MOODLE}[other])

    said = refuse(export, "book.csv", first, platform=platform)

    assert f"has the columns of a gradebook of {other.capitalize()}: autograder export {other} fills it" in said


def test_a_template_that_is_not_there_is_named(export: Any, first: Path) -> None:
    """As every file that cannot be read."""
    assert "nowhere.csv cannot be read" in refuse(export, "nowhere.csv", first)


def test_points_that_differ_from_row_to_row_are_refused(export: Any, first: Path, tmp_path: Path) -> None:
    """Nobody could say what a point is worth."""
    text = MOODLES["worksheet"] + "Participant 2,B B,bob,S,?,24.00\n"
    (tmp_path / "w.csv").write_text(text, encoding="utf-8")

    assert "gives 24 and 100 points for 01_network; make that one number in Moodle" in refuse(
        export, "w.csv", first, platform="moodle"
    )


def test_a_line_with_a_field_too_many_is_refused(export: Any, template: Path, first: Path) -> None:
    """Its grade would go into another column."""
    template.write_text(CANVAS.replace('"Lovelace, Ada"', "Lovelace, Ada"))

    assert "line 4, has 9 fields, and the first line 8" in refuse(export, template, first)
