"""A roster in either format names the class, and who handed nothing in."""

from pathlib import Path

import pytest

from autograder.cohort.roll import add_missing
from autograder.errors import AutograderError
from autograder.people import Directory, Person, read_roster
from autograder.submissions import Submission

CLASSROOM = '"identifier","github_username","github_id","name"\n'
CLASSROOM50 = "username,first_name,last_name,email,section,github_id,role\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def submit(*students: str) -> list[Submission]:
    return [Submission(student, Path(f"{student}.py"), "ab", (), None) for student in students]


def test_classrooms_format_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, CLASSROOM + '"s-1","ada-b","12","Ada ""Countess"" Byron"\n')

    assert read_roster(path) == [Person("ada-b", "s-1", 'Ada "Countess" Byron')]


@pytest.mark.parametrize("header", [CLASSROOM50, CLASSROOM50.replace(",role", "")])
def test_classroom_50s_format_is_read_with_and_without_roles(tmp_path: Path, header: str) -> None:
    path = write(tmp_path, header + "ada,Ada,Byron,ada@example.org,1,12,\n")

    assert read_roster(path) == [Person("ada", "ada@example.org", "Ada Byron")]


def test_columns_are_known_by_name_whatever_their_order(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffname,github_username,identifier,group\nAda,ada,s-1,A\n")

    assert read_roster(path) == [Person("ada", "s-1", "Ada")]


def test_staff_are_no_students(tmp_path: Path) -> None:
    roles = "".join(f"{role},A,B,{role}@example.org,1,1,{role}\n" for role in ("student", "teacher", "hta", "ta"))

    assert [person.username for person in read_roster(write(tmp_path, CLASSROOM50 + roles))] == ["student"]


@pytest.mark.parametrize("text", ["", "student,grade\nada,1\n", "identifier;github_username;name\n", "\0", "a\nb"])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(AutograderError, match="roster"):
        read_roster(write(tmp_path, text))


def test_who_handed_nothing_in_gets_a_submission_that_says_so(tmp_path: Path) -> None:
    roster = Directory([Person("cyd", "s-3", "Cyd"), Person("ada", "s-1", "Ada"), Person("", "s-2", "Bob")])

    completed = add_missing(submit("ada"), roster, tmp_path)

    assert [(each.student, each.error) for each in completed] == [
        ("ada", None),
        ("cyd", "no submission"),
        ("s-2", "no submission"),
    ]


@pytest.mark.parametrize("name", ["Ada-B", "ada-b", "S-1"])
def test_a_student_goes_by_user_name_or_identifier_in_any_case(name: str) -> None:
    roster = Directory([Person("ada-B", "s-1", "Ada")])

    assert [each.student for each in add_missing(submit(name), roster, Path())] == [name]
    assert roster.find_strangers([name, "eve"]) == {"eve"}


def test_a_line_given_twice_is_one_student(tmp_path: Path) -> None:
    path = write(tmp_path, CLASSROOM + "s-1,ada,1,Ada\n" * 2)

    assert len(read_roster(path)) == 1
