"""Submissions are found in three layouts, under their students' names; each bad one says what is wrong with it."""

import os
from pathlib import Path

import pytest
from finding import find_submissions

from autograder.errors import AutograderError
from autograder.people import Directory, Person
from autograder.submissions import Submission
from autograder.submissions.search import ENTRY_LIMIT
from autograder.submissions.wanted import Wanted

NOTEBOOK = '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}'


def write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTEBOOK if path.suffix == ".ipynb" else f"x = {name!r}\n")
    return folder


def find(folder: Path) -> dict[str, Submission]:
    submissions = find_submissions(folder, Wanted("01_network"))
    assert [each.student for each in submissions] == sorted({each.student for each in submissions})
    return {each.student: each for each in submissions}


def find_path(folder: Path, student: str) -> str:
    submission = find(folder)[student]
    assert submission.error is None
    return submission.path.relative_to(folder).as_posix()


def find_error(folder: Path, student: str = "ada") -> str:
    submission = find(folder)[student]
    assert (submission.units, submission.error is None) == ((), False)
    return str(submission.error)


# Files


def test_every_script_and_notebook_is_a_submission(tmp_path: Path) -> None:
    write(tmp_path, "ada.py", "bob.ipynb", "Cyd (2).PY")

    assert list(find(tmp_path)) == ["Cyd (2)", "ada", "bob"]
    assert all(each.error is None for each in find(tmp_path).values())


def test_what_lies_beside_submissions_is_none(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ada.py",
        "README.md",
        "readme.py",
        ".hidden.py",
        "roster.csv",
        "timestamp.txt",
        "venv/x.py",
        "venv/pyvenv.cfg",
    )
    write(tmp_path, ".git/network.py", "__pycache__/network.py")

    assert list(find(tmp_path)) == ["ada"]


def test_a_script_and_a_notebook_of_one_student_are_one_submission(tmp_path: Path) -> None:
    write(tmp_path, "ada.py", "ada.ipynb", "bob.py")

    assert list(find(tmp_path)) == ["ada", "bob"]
    assert find_path(tmp_path, "ada") == "ada.py"


def test_two_files_of_one_student_are_one_submission_with_an_error(tmp_path: Path) -> None:
    write(tmp_path, "ada.py", "ada.PY", "bob.py")

    assert list(find(tmp_path)) == ["ada", "bob"]
    assert find_error(tmp_path) == "ada.PY and ada.py are of the same student: keep one of them."


def test_bad_files_do_not_hide_good_ones(tmp_path: Path) -> None:
    write(tmp_path, "ada.py")
    os.mkfifo(tmp_path / "fifo.py")
    (tmp_path / "link.py").symlink_to(tmp_path / "ada.py")
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nothing.py")
    (tmp_path / "folder.py").mkdir()

    errors = {student: each.error for student, each in find(tmp_path).items()}

    assert errors["ada"] is None
    assert all(errors[student] for student in ("fifo", "link", "dangling", "folder"))


@pytest.mark.parametrize("student", ["=cmd()", "a\nb", "..x", "-rf", "$(ls)", "x" * 250, "é", "%41"])
def test_any_name_is_a_students_name(tmp_path: Path, student: str) -> None:
    (tmp_path / f"_{student}.py").write_text("x = 1")

    assert list(find(tmp_path)) == [f"_{student}"]


# Clones


@pytest.mark.parametrize(
    ("folder", "clone", "student"),
    [
        ("cs101-nets-submissions", "cs101-nets-ada", "ada"),
        ("cs101-nets-submissions", "cs101-nets-ada-b-c", "ada-b-c"),
        ("cs101-nets_submissions_2026-11-02T10-00", "cs101-nets-ada", "ada"),
        ("cs101-nets-submissions", "01_network-ada", "ada"),
        ("cs101-nets_submissions_2026-11-02T10-00", "cs101-nets-ada-b", "ada-b"),
        ("cs101-submissions-2-submissions", "cs101-submissions-2-ada", "ada"),
        ("clones", "01_network-ada", "ada"),
        ("clones", "01-network-ada-b", "ada-b"),
        ("clones", "network-ada", "ada"),
        ("clones", "network-network-fan", "network-fan"),
        ("clones", "ada-lovelace", "ada-lovelace"),
        ("clones", "network-", "network-"),
    ],
)
def test_the_slug_before_a_name_is_taken_off(tmp_path: Path, folder: str, clone: str, student: str) -> None:
    write(tmp_path / folder, f"{clone}/network.py")

    assert list(find(tmp_path / folder)) == [student]


@pytest.mark.parametrize("ending", ["/network.py", ".py"])
def test_what_stands_before_most_names_of_the_roster_is_taken_off(tmp_path: Path, ending: str) -> None:
    people = Directory([Person(name, f"0{at}", "") for at, name in enumerate(["ada-l", "bob", "cyd"])])
    begun = write(tmp_path / "begun", *(f"cs-7-{name}{ending}" for name in ("ada-l", "bob", "eve")))
    other = write(tmp_path / "other", *(f"{name}{ending}" for name in ("bob", "eve", "van-bob")))

    for folder, names in ((begun, ["ada-l", "bob", "eve"]), (other, ["bob", "eve", "van-bob"])):
        assert [one.student for one in find_submissions(folder, Wanted("01_network"), people)] == names


def test_the_slug_is_known_from_inside_the_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path / "nets-submissions", "nets-ada/network.py"))

    assert list(find(Path("."))) == ["ada"]


def test_the_file_is_found_wherever_it_lies_in_a_clone(tmp_path: Path) -> None:
    write(tmp_path, "network-ada/a/b/c/network.py", "network-ada/test_network.py", "network-bob/network.ipynb")

    assert find_path(tmp_path, "ada") == "network-ada/a/b/c/network.py"
    assert find_path(tmp_path, "bob") == "network-bob/network.ipynb"


def test_of_several_the_one_in_the_assignments_folder_is_meant(tmp_path: Path) -> None:
    write(tmp_path, "ada/assignments/01_network/network.py", "ada/network.py", "ada/old/network.py")

    assert find_path(tmp_path, "ada") == "ada/assignments/01_network/network.py"


def test_several_candidates_are_listed(tmp_path: Path) -> None:
    write(tmp_path, "ada/network.py", "ada/old/network.ipynb")

    assert find_error(tmp_path) == "ada has network.py and old/network.ipynb. Keep one of them."


def test_a_long_list_of_candidates_is_cut(tmp_path: Path) -> None:
    write(tmp_path, *(f"ada/{number}/network.py" for number in range(5)))

    assert find_error(tmp_path) == ("ada has 0/network.py, 1/network.py, 2/network.py and 2 more. Keep one of them.")


@pytest.mark.parametrize(
    "name", [".git", ".ipynb_checkpoints", "venv", "lib/site-packages", "node_modules", "__pycache__"]
)
def test_copies_by_tools_are_no_candidates(tmp_path: Path, name: str) -> None:
    write(tmp_path, "ada/network.py", f"ada/{name}/network.py")

    assert find_path(tmp_path, "ada") == "ada/network.py"


def test_a_virtual_environment_is_known_under_any_name(tmp_path: Path) -> None:
    write(tmp_path, "ada/network.py", "ada/my-python/pyvenv.cfg", "ada/my-python/network.py")

    assert find_path(tmp_path, "ada") == "ada/network.py"


@pytest.mark.parametrize("name", ["netwrok.py", "Network.py", "network (1).py", "network.py.txt", "my_network.py"])
def test_a_wrong_name_is_guessed(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"ada/{name}", "ada/test_network.py")

    assert find_error(tmp_path) == (
        f"ada has no network.py and no network.ipynb. If {name} is the answer, call it network.py."
    )


def test_a_folder_without_anything_like_an_answer_says_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "ada/notes.md", "ada/test_network.py")

    assert find_error(tmp_path) == "ada has no network.py and no network.ipynb."


def test_links_in_a_clone_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "clones/bob/network.py", "clones/ada/notes.md")
    (tmp_path / "clones/ada/stolen").symlink_to(tmp_path / "clones/bob")

    assert "has no network.py" in find_error(tmp_path / "clones")


def test_a_linked_answer_in_a_clone_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "bob/network.py", "ada/notes.md")
    (tmp_path / "ada/network.py").symlink_to(tmp_path / "bob/network.py")

    assert "network.py is a symbolic link" in find_error(tmp_path)


def test_a_linked_clone_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "bob/network.py")
    (tmp_path / "ada").symlink_to(tmp_path / "bob")

    assert find_error(tmp_path) == "ada is a symbolic link. Put the folder itself there."


def test_a_folder_of_the_answers_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "ada/network.py/network.py")

    assert "network.py is a folder, not a file" in find_error(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("mode", [0o000, 0o111, 0o444])
def test_a_folder_that_may_not_be_read_costs_its_student_alone(tmp_path: Path, mode: int) -> None:
    write(tmp_path, "ada/network.py", "bob/network.py")
    (tmp_path / "ada").chmod(mode)
    found = find(tmp_path)
    (tmp_path / "ada").chmod(0o755)

    assert [(found["ada"].error or "")[:3], found["bob"].error] == ["ada" if mode != 0o444 else "net", None]


def test_a_clone_of_too_many_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ada/data").mkdir(parents=True)
    for number in range(ENTRY_LIMIT + 1):
        (tmp_path / f"ada/data/{number}").touch()

    assert find_error(tmp_path).startswith("ada holds more than 20,000 files.")


def test_a_clone_and_a_file_of_one_student_are_an_error(tmp_path: Path) -> None:
    write(tmp_path, "ada.py", "network-ada/network.py")

    assert find_error(tmp_path) == "ada.py and network-ada are of the same student: keep one of them."


# nbgrader


@pytest.mark.parametrize("given", ["submitted", "."])
def test_nbgraders_folder_is_read_from_itself_or_from_its_root(tmp_path: Path, given: str) -> None:
    write(tmp_path, "source/01_network/network.ipynb", "submitted/ada/01_network/network.ipynb")
    write(tmp_path, "submitted/network-fan/01_network/network.py", "submitted/ada/01_network/timestamp.txt")

    assert list(find(tmp_path / given)) == ["ada", "network-fan"]
    assert all(each.error is None for each in find(tmp_path / given).values())


# The folder itself


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match=r"There is no folder .*nowhere"):
        find_submissions(tmp_path / "nowhere", Wanted("01_network"))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write(tmp_path, "ada.py")

    with pytest.raises(AutograderError, match=r"is a file\. Give the folder"):
        find_submissions(tmp_path / "ada.py", Wanted("01_network"))


def test_a_folder_without_submissions_says_what_it_should_hold(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "roster.csv")

    with pytest.raises(AutograderError, match="holds no submissions"):
        find_submissions(tmp_path, Wanted("01_network"))
