"""`autograder export csv`: one table of a whole course."""

from pathlib import Path
from typing import Any

import pytest
from graded_class import keep, make_record

from autograder.results.record import BROKE_OFF, Late


def test_a_row_per_student_and_a_column_per_assignment(export: Any, first: Path, second: Path, tmp_path: Path) -> None:
    """What nobody handed in has no number."""
    status, said = export("csv", first, second, "--to", "grades.csv")

    assert (status, said) == (0, "grades.csv: 3 students\n")
    assert (tmp_path / "grades.csv").read_text() == (
        "student,01_network,02_losses,total\nada,100,30,130\nbob,30,,30\ncyd,,100,100\n"
    )


def test_a_name_that_is_a_formula_is_defused(export: Any, tmp_path: Path) -> None:
    """No spreadsheet runs what a student is called."""
    export("csv", keep(tmp_path / "out", make_record("=cmd()")), "--to", "grades.csv")

    assert "\n'=cmd(),100,100\n" in (tmp_path / "grades.csv").read_text()


def test_what_being_late_costs_is_taken_off(export: Any, tmp_path: Path) -> None:
    """The points that count are the final ones."""
    export("csv", keep(tmp_path / "out", make_record("ada", late=Late(60, 15))), "--to", "grades.csv")

    assert "ada,85,85" in (tmp_path / "grades.csv").read_text()


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lambda out: None, "has no results"),
        (lambda out: keep(out, make_record("ada"), make_record("bob", assignment="02_losses")), "one folder per"),
        (lambda out: keep(out, make_record("ada")).joinpath("results/bob.json").write_text("{"), "bob.json is damaged"),
    ],
)
def test_a_folder_that_cannot_be_read_is_answered_in_one_line(
    export: Any, tmp_path: Path, prepare: Any, reason: str
) -> None:
    """Nothing is written."""
    prepare(tmp_path / "out")
    status, said = export("csv", "out", "--to", "grades.csv")

    assert (status, said.count("\n")) == (2, 1)
    assert reason in said
    assert not (tmp_path / "grades.csv").exists()


def test_two_folders_of_one_assignment_are_refused(export: Any, first: Path) -> None:
    """Nobody could say which of the two counts."""
    status, said = export("csv", first, first, "--to", "grades.csv")

    assert (status, said.count("\n")) == (2, 1)
    assert "01_network" in said


def test_a_target_that_cannot_be_written_is_named(export: Any, first: Path, tmp_path: Path) -> None:
    """Here because a file stands where its folder should be."""
    (tmp_path / "file").write_text("")
    status, said = export("csv", first, "--to", "file/grades.csv")

    assert (status, said.count("\n")) == (2, 1)
    assert "file/grades.csv cannot be written" in said


def test_two_spellings_are_one_student(export: Any, tmp_path: Path) -> None:
    """And with a roster, so are a user name and a number."""
    one, two = keep(tmp_path / "1", make_record("Ada")), keep(tmp_path / "2", make_record("ada", True, "02_losses"))
    three = keep(tmp_path / "3", make_record("1001", True, "03_backprop"))
    (tmp_path / "roster.csv").write_text("identifier,github_username,name\n1001,ada,Ada L\n")
    export("csv", one, two, three, "--to", "grades.csv", "--roster", "roster.csv")

    assert (tmp_path / "grades.csv").read_text().splitlines()[1:] == ["Ada,100,100,100,300"]


def test_who_handed_nothing_in_has_no_points_unless_asked(export: Any, tmp_path: Path) -> None:
    """Nobody graded them 0; nor whoever handed in what could not be graded, whom --missing does not mean."""
    broken = make_record("cyd", error=f"{BROKE_OFF} (OSError)", exercises=())
    out = keep(tmp_path / "out", make_record("ada", error="no submission", exercises=()), make_record("bob"), broken)
    export("csv", out, "--to", "a.csv")
    export("csv", out, "--to", "b.csv", "--missing", "0")

    assert (tmp_path / "a.csv").read_text().splitlines()[1:] == ["ada,,0", "bob,100,100", "cyd,,0"]
    assert (tmp_path / "b.csv").read_text().splitlines()[1:] == ["ada,0,0", "bob,100,100", "cyd,,0"]


def test_a_table_with_an_umlaut_tells_excel_what_it_is(export: Any, tmp_path: Path) -> None:
    """By a byte order mark; a plain table has none."""
    export("csv", keep(tmp_path / "out", make_record("zoë")), "--to", "grades.csv")

    assert (tmp_path / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent,")
