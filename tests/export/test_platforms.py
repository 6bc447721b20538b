"""`autograder export canvas` and `moodle`: fill the instructor's own file, and change nothing else in it."""

from pathlib import Path
from typing import Any

import pytest
from filling import CANVAS, MOODLE, MOODLES, fill, refuse
from graded_class import keep, make_record

from autograder.people import Directory, Person
from autograder.results import Check, Exercise
from autograder.results.class_list import keep_class


def test_only_the_grades_of_canvas_change(export: Any, template: Path, first: Path, tmp_path: Path) -> None:
    """Byte order mark, line ends, quotes, and even the instructor's formula are as they were."""
    keep(first, make_record("bob@uni.edu", passed=False))
    (first / "results/bob.json").unlink()
    status, said, content = fill(export, template, first)

    expected = CANVAS.replace('"S ""1""",,', '"S ""1""",100,').replace('S,"12",5', 'S,"30",5')
    assert content == expected.encode()
    assert status == 0
    assert "filled.csv: 2 grades\n" in said


def test_people_without_a_counterpart_are_listed(export: Any, template: Path, first: Path) -> None:
    """On both sides; cells of those who were not graded stay as they are."""
    _, said, content = fill(export, template, first)

    assert "not in the gradebook: bob\n" in said
    assert "without a result for 01_network, and left as they were: Builder, Bob; Student, Test\n" in said
    assert b'S,"12",5,\r\n' in (content or b"")


def test_a_gradebook_of_moodle_is_filled(export: Any, first: Path, tmp_path: Path) -> None:
    """By e-mail address, without regard to capitals, and by ID number; percentages are Moodle's to compute."""
    (tmp_path / "moodle.csv").write_text(MOODLE)
    keep(first, make_record("ada@uni.edu"))
    (first / "results/ada.json").unlink()
    _, said, content = fill(export, "moodle.csv", first, platform="moodle")

    assert content == MOODLE.replace("edu,-,-", "edu,100,-").replace('"3,5"', '"30"').encode()
    assert said == "filled.csv: 2 grades\n"


def test_semicolons_separate_as_well(export: Any, first: Path, tmp_path: Path) -> None:
    """As in gradebooks of countries where a comma is for decimals."""
    (tmp_path / "moodle.csv").write_text("Username;Vorname;network (Real)\nada;A, B;-\n")
    *_, content = fill(export, "moodle.csv", first, platform="moodle")

    assert content == b"Username;Vorname;network (Real)\nada;A, B;100\n"


@pytest.mark.parametrize("name", ["01_network", "01-network", "01"])
def test_a_column_of_another_name_can_be_chosen(export: Any, template: Path, first: Path, name: str) -> None:
    """With or without the number that Canvas gave it."""
    export("canvas", first, "--template", template, "--to", "filled.csv", "--column", f"{name}=Homework 2")

    assert '"S ""1""",,100,=1+1' in Path("filled.csv").read_text()


def test_a_roster_says_what_the_school_calls_a_student(
    export: Any, template: Path, tmp_path: Path, first: Path
) -> None:
    """Repositories know user names of GitHub's only."""
    (tmp_path / "roster.csv").write_text("identifier,github_username,github_id,name\nb2,bob,1,Bob\n")
    status, said = export(
        "canvas", first, "--template", template, "--to", "filled.csv", "--roster", tmp_path / "roster.csv"
    )

    assert status == 0
    assert "filled.csv: 2 grades" in said


def test_the_roster_of_the_last_run_need_not_be_given_again(export: Any, template: Path, first: Path) -> None:
    keep_class(Directory([Person("bob", "b2", "Bob")]), first)
    _, said, _ = fill(export, template, first)

    assert f"The class is that of the last --roster, kept in {first}/class.json.\nfilled.csv: 2 grades\n" in said


def test_points_become_those_of_the_gradebook(export: Any, template: Path, tmp_path: Path) -> None:
    """In two decimals, and said: it may be the wrong column."""
    template.write_text(CANVAS.replace("100.0", "12.5"))
    _, said, content = fill(export, template, keep(tmp_path / "out", make_record("ada"), make_record("b2", False)))

    assert b'1""",12.5,' in (content or b"")
    assert b'S,"3.75",5' in (content or b"")
    assert "01_network: its 100 points were scaled to the 12.5 that the gradebook gives\n" in said


def test_a_gradebook_that_states_no_points_is_to_be_looked_at(export: Any, tmp_path: Path) -> None:
    """Where the assignment has other points than a new column gives."""
    (tmp_path / "moodle.csv").write_text("Username,network (Real)\nada,-\n")
    hidden = Check("test::b", "other maps", "passed", 12, 12, True)
    record = make_record("ada", exercises=(Exercise("total", None, (hidden,)),))
    _, said, content = fill(export, "moodle.csv", keep(tmp_path / "out", record), platform="moodle")

    assert content == b"Username,network (Real)\nada,12\n"
    assert "! 01_network: the file does not say how many points Moodle gives: set 12\n" in said


# What a cell holds


def test_who_handed_nothing_in_changes_no_cell(export: Any, template: Path, first: Path) -> None:
    """A person's grade stays, and so does an empty cell."""
    missing = make_record("bob@uni.edu", False, error="no submission", exercises=())
    keep(first, missing)
    (first / "results/bob.json").unlink()
    _, said, content = fill(export, template, first)

    assert content == CANVAS.replace('"S ""1""",,', '"S ""1""",100,').encode()
    assert "without a submission for 01_network" in said


def test_missing_points_go_into_empty_cells_only(export: Any, template: Path, tmp_path: Path) -> None:
    """Where somebody asked for them."""
    nothing = {"error": "no submission", "exercises": ()}
    out = keep(tmp_path / "out", make_record("ada", **nothing), make_record("b2", **nothing), make_record("19"))
    export("canvas", out, "--template", template, "--to", "filled.csv", "--missing", "0")

    assert Path("filled.csv").read_bytes() == CANVAS.replace('1""",,', '1""",0,').replace("S,,,", "S,100,,").encode()


@pytest.mark.parametrize("word", ["EX", "N/A"])
def test_what_a_person_decided_stays(export: Any, template: Path, first: Path, word: str) -> None:
    """An excused student, and one who does not have the assignment."""
    template.write_bytes(CANVAS.replace('1""",,', f'1""",{word},').encode())
    _, said, content = fill(export, template, first)

    assert f'1""",{word},'.encode() in (content or b"")
    assert f"decided by a person in the gradebook, and left as they were: ada ({word})" in said


def test_grading_that_broke_off_is_no_result(export: Any, template: Path, tmp_path: Path) -> None:
    """It says nothing of its author."""
    error = "Grading broke off at this submission (…); that is no fault of its author."
    out = keep(tmp_path / "out", make_record("ada"), make_record("b2", error=error, exercises=()))
    *_, content = fill(export, template, out)

    assert content == CANVAS.replace('1""",,', '1""",100,').encode()


# As the platforms write them


def test_the_row_of_points_is_known_in_any_language(export: Any, template: Path, first: Path) -> None:
    """It has a name as students have, and nothing that tells who it is."""
    template.write_text(CANVAS.replace("Points Possible", "Mögliche Punkte").replace("100.0", "10"))

    assert "scaled to the 10 that the gradebook gives" in fill(export, template, first)[1]


def test_points_that_nobody_can_have_are_refused(export: Any, first: Path) -> None:
    status, said = export("csv", first, "--to", "grades.csv", "--missing", "101")

    assert (status, "gives 101 points, and 01_network has 100" in said) == (2, True)
    assert not Path("grades.csv").exists()


def test_the_first_student_is_no_row_of_points(export: Any, first: Path) -> None:
    Path("canvas.csv").write_text("Student,Section,01_network (4711)\nada,A,\n")
    status, _ = export("canvas", first, "--template", "canvas.csv", "--to", "out.csv", "--known-by", "Student")

    assert (status, Path("out.csv").read_text()) == (0, "Student,Section,01_network (4711)\nada,A,100\n")


def test_what_moodle_has_locked_stays(export: Any, first: Path, tmp_path: Path) -> None:
    text = "Identifier,Username,Grade,Maximum Grade,Grade can be changed\nParticipant 77,ada,55,100,No\n"
    (tmp_path / "sheet.csv").write_text(text)
    _, said, content = fill(export, "sheet.csv", first, platform="moodle")

    assert content == text.encode()
    assert "locked in the gradebook, which takes no grade there, and left as they were: ada\n" in said


def test_points_with_a_decimal_comma_are_compared(export: Any, template: Path, first: Path) -> None:
    """Ten is not a hundred in any country."""
    template.write_bytes(CANVAS.replace("100.0,100", '"12,50",100').encode())
    assert b'S ""1""","12,5",' in (fill(export, template, first)[2] or b"")

    template.write_bytes(CANVAS.replace("100.0,100", '"100,00",100').encode())
    assert "scaled" not in fill(export, template, first)[1]


@pytest.mark.parametrize("text", MOODLES.values(), ids=list(MOODLES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_moodle_is_read_in_four_languages(export: Any, tmp_path: Path, text: str, encoding: str) -> None:
    """And written as it was: separators, encoding and all."""
    (tmp_path / "moodle.csv").write_bytes(text.replace("?", "-").encode(encoding))
    _, said, content = fill(export, "moodle.csv", keep(tmp_path / "out", make_record("ada")), platform="moodle")

    assert said == "filled.csv: 1 grade\n"
    assert content == text.replace("?", "100").encode(encoding)


def test_the_column_that_tells_who_is_who_can_be_chosen(export: Any, first: Path, tmp_path: Path) -> None:
    """In a language that is not known here."""
    (tmp_path / "moodle.csv").write_text("Käyttäjätunnus,network (Pisteet)\nADA,-\n", encoding="utf-8")
    assert "--known-by COLUMN" in refuse(export, "moodle.csv", first, platform="moodle")

    export("moodle", first, "--template", "moodle.csv", "--to", "filled.csv", "--known-by", "käyttäjätunnus")
    assert "ADA,100" in Path("filled.csv").read_text()


def test_a_download_is_found_by_the_number_in_its_name(export: Any, template: Path, tmp_path: Path) -> None:
    """Canvas writes it beside the name, and so do both of these students."""
    path = "/s/builderbob_18_678910_network.py"
    *_, content = fill(export, template, keep(tmp_path / "out", make_record("builderbob", path=path)))

    assert b'S,"100",5' in (content or b"")


def test_a_namesake_with_another_number_gets_nothing(export: Any, tmp_path: Path) -> None:
    """Moodle calls both Max Mustermann, and this one's folder has the other's number."""
    text = "Identifier,Full name,Grade,Maximum Grade\nParticipant 4718,Max Mustermann,,100.00\n"
    (tmp_path / "worksheet.csv").write_text(text)
    path = "/s/Max Mustermann_4717_assignsubmission_file/network.py"
    out = keep(tmp_path / "out", make_record("Max Mustermann", path=path))
    _, said, content = fill(export, "worksheet.csv", out, platform="moodle")

    assert content == text.encode()
    assert "not in the gradebook: Max Mustermann" in said


def test_a_user_name_that_looks_like_anothers_name_gets_nothing(export: Any, template: Path, tmp_path: Path) -> None:
    """Only what is known to be a person's name is compared with names."""
    _, said, content = fill(export, template, keep(tmp_path / "out", make_record("builderbob")))

    assert content == CANVAS.encode()
    assert "not in the gradebook: builderbob" in said


def test_a_worksheet_gets_comments_where_nobody_wrote_one(export: Any, first: Path, tmp_path: Path) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(
        "Identifier,Email address,Grade,Maximum Grade,Feedback comments\n"
        'Participant 1,ada,,100.00,\nParticipant 2,bob,,100.00,"Well, well."\n'
    )

    _, _, filled = fill(export, path, first, platform="moodle")

    assert filled is not None
    assert b'ada,100,100.00,"' in filled or b'ada,85,100.00,"' in filled
    assert b'"Well, well."' in filled


@pytest.mark.parametrize("marked", [("100.0,100,", "(read only),100,"), ('1""",,', '1""",(read only),')])
def test_what_canvas_marks_as_read_only_stays(
    export: Any, template: Path, first: Path, marked: tuple[str, str]
) -> None:
    template.write_text(CANVAS.replace(*marked))
    _, said, content = fill(export, template, first)

    assert "locked in the gradebook, which takes no grade there, and left as they were: ada" in said
    assert b'1""",100' not in (content or b"")


def test_a_number_kept_from_a_spreadsheet_is_that_number(export: Any, template: Path, tmp_path: Path) -> None:
    template.write_text(CANVAS.replace("S1,ADA", '"=""0071""",'))
    *_, content = fill(export, template, keep(tmp_path / "out", make_record("0071")))

    assert b'17,"=""0071""",,"S ""1""",100,' in (content or b"")
