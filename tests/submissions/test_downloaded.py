"""What platforms give as "download all submissions" is read as it comes out of the archive, and nobody vanishes."""

from pathlib import Path

import pytest
from finding import find_submissions

from autograder.errors import AutograderError
from autograder.people import Directory, Person
from autograder.submissions.wanted import Wanted

PEOPLE = (
    Person("", "s1", "Ada Lovelace", ("ada@x.edu",)),
    Person("", "s2", "Bob Builder", ("bob@x.edu",)),
    Person("", "b_ob", "Bo Berg"),
    Person("", "ob", "Otto Bauer"),
)
METADATA = """---
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: s1
    :email: ada@x.edu
  - :name: Bob Builder
    :sid:
    :email: bob@x.edu
  :created_at: 2026-11-20
"""


def find(folder: Path, *names: str, people: tuple[Person, ...] = PEOPLE) -> dict[str, str | None]:
    """Return who handed something in of these files, and what is wrong with it."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(METADATA if name.endswith(".yml") else "x = 1\n")
    found = find_submissions(folder, Wanted("01_network"), Directory(people))
    return {one.student: one.error for one in found}


def test_a_folder_around_all_of_it_is_opened(tmp_path: Path) -> None:
    names = ("export/lovelaceada_17_100_network.py", "export/builderbob_18_101_network.py", "__MACOSX/export/._x.py")

    assert find(tmp_path, *names) == {"s1": None, "s2": None}


def test_a_folder_of_one_student_is_not_taken_for_a_class(tmp_path: Path) -> None:
    assert find(tmp_path, "ada/network.py", "ada/lab/notes.py", people=()) == {"ada": None}


def test_everybody_of_a_group_handed_in_what_it_did(tmp_path: Path) -> None:
    assert find(tmp_path, "submission_metadata.yml", "submission_1/network.py") == {"s1": None, "s2": None}


def test_an_archive_of_a_student_is_named(tmp_path: Path) -> None:
    found = find(tmp_path, "lovelaceada_17_100_network.zip", "builderbob_18_101_network.py")

    assert found == {"s1": "lovelaceada_17_100_network.zip is an archive: unpack it into a folder.", "s2": None}


@pytest.mark.parametrize(
    ("archive", "answer", "student"),
    [
        ("submissions.zip", "ada.py", "ada"),
        ("DL-Define the network-77.zip", "Ada L_3047364_assignsubmission_file_/network.py", "Ada L"),
    ],
)
def test_the_archive_that_all_came_in_is_nobodys(tmp_path: Path, archive: str, answer: str, student: str) -> None:
    assert find(tmp_path, archive, answer, people=()) == {student: None}


def test_a_folder_of_nothing_but_the_archive_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match=r"Unpack submissions\.zip"):
        find(tmp_path, "submissions.zip", people=())


def test_an_archive_in_a_folder_is_named(tmp_path: Path) -> None:
    found = find(tmp_path, "Ada Lovelace_3047364_assignsubmission_file_/work.zip")

    assert "Perhaps it is in work.zip: unpack that." in str(found["s1"])


def test_a_file_that_is_no_answer_counts_for_who_has_no_other(tmp_path: Path) -> None:
    found = find(tmp_path, "lovelaceada_17_100_a.docx", "builderbob_18_101_a.docx", "builderbob_18_102_network.py")

    assert found == {"s1": "lovelaceada_17_100_a.docx is neither a script nor a notebook.", "s2": None}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Group A-Ada Lovelace_3047364_assignsubmission_file_/network.py", "s1"),
        ("Define the network_b_ob_attempt_2026-11-20-10-00-00_network.py", "b_ob"),
        ("Define the network_ob_attempt_2026-11-20-10-00-00_network.py", "ob"),
        (" s1 .py", "s1"),
        ("network-s1-main/network.py", "s1"),
        ("17-4 - Ada Lovelace - Nov 20, 2026 1204 PM/network.py", "s1"),
        ("Exercise/Submissions/Lovelace_Ada_s1_4711/network.py", "s1"),
        ("Homework/Lovelace, Ada(s1)/Submission attachment(s)/network.py", "s1"),
    ],
)
def test_a_name_is_found_among_what_stands_around_it(tmp_path: Path, name: str, student: str) -> None:
    assert list(find(tmp_path, name)) == [student]


def test_the_folder_of_a_section_is_no_students(tmp_path: Path) -> None:
    found = find(tmp_path, "Section A/s1.py", "Section A/s2.py", "ob/network.py")

    assert found == {"Section A": "Section A holds the work of s1 and s2: grade it as a folder of its own.", "ob": None}


def test_a_script_that_an_editor_called_a_text_is_somebodys(tmp_path: Path) -> None:
    found = find(tmp_path, "ada.py.txt", "notes.txt", "bob.py", people=())

    assert found["ada"] == "ada.py.txt is neither a script nor a notebook. If it is the answer, call it ada.py."
    assert list(found) == ["ada", "bob"]


def test_a_file_of_another_kind_is_said_of_who_is_on_the_roster(tmp_path: Path) -> None:
    found = find(tmp_path, "s1.docx", "rubric.pdf", "s2.py")

    assert found == {"s1": "s1.docx is neither a script nor a notebook.", "s2": None}
