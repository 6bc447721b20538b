"""What somebody wrote is graded wherever it lies, or it is said that it lies there; a starter never wins over it."""

from pathlib import Path

import pytest
from finding import find_submissions
from handed_in import as_notebook

from autograder.people import Directory, Person
from autograder.submissions import Submission
from autograder.submissions.wanted import Neighbour, Wanted

STUB = """def size(x):
    raise NotImplementedError("TODO")


def area(x):
    raise NotImplementedError
"""
WORK = STUB.replace('raise NotImplementedError("TODO")', "return len(x)")
WANTED = Wanted("01_network", frozenset({"size", "area"}), (Neighbour("02_losses", "losses", frozenset({"mse"})),))
HOME = "network-ada/assignments/01_network"


def find(folder: Path, files: dict[str, str], directory: Directory | None = None) -> list[Submission]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_notebook(text) if path.suffix == ".ipynb" else text)
    return find_submissions(folder, WANTED, directory or Directory())


def find_one(folder: Path, files: dict[str, str]) -> tuple[str, str]:
    (found,) = find(folder, files)
    return found.path.name if found.error is None else found.error, " ".join(found.notes)


MOVED = {
    "to the root": {f"{HOME}/network.ipynb": STUB, "network-ada/network.py": WORK},
    "to another folder": {f"{HOME}/network.py": STUB, "network-ada/work/network.py": WORK},
    "in capitals": {f"{HOME}/Network.py": WORK},
    "with another name beside the stub": {f"{HOME}/network.py": STUB, f"{HOME}/Network_final.py": WORK},
    "as a copy": {f"{HOME}/network.py": STUB, f"{HOME}/network (1).py": WORK},
    "as a notebook without a name": {f"{HOME}/network.py": STUB, "network-ada/Untitled.ipynb": WORK},
}


@pytest.mark.parametrize("files", MOVED.values(), ids=list(MOVED))
def test_work_is_graded_wherever_it_lies_and_a_note_says_so(tmp_path: Path, files: dict[str, str]) -> None:
    (found,) = find(tmp_path, files)

    assert "return len(x)" in found.units[0].text
    assert f"{found.path.name} was graded" in found.notes[0]


def test_an_answer_in_its_place_needs_no_note(tmp_path: Path) -> None:
    files = {f"{HOME}/network.py": WORK, f"{HOME}/network.ipynb": STUB, f"{HOME}/test_network.py": WORK}

    assert find_one(tmp_path, files) == ("network.py", "")


def test_an_untouched_starter_alone_is_what_was_handed_in(tmp_path: Path) -> None:
    assert find_one(tmp_path, {f"{HOME}/network.py": STUB, f"{HOME}/helpers.py": "x = 1"}) == ("network.py", "")


def test_two_that_were_changed_are_told_apart_by_their_place(tmp_path: Path) -> None:
    name, note = find_one(tmp_path, {f"{HOME}/network.py": WORK, "network-ada/old/network.py": WORK + "# old\n"})

    assert name == "network.py"
    assert "not old/network.py, which was changed, too" in note


def test_two_files_that_could_be_meant_are_named(tmp_path: Path) -> None:
    error, _ = find_one(tmp_path, {"ada/network1.py": WORK, "ada/network2.py": WORK + "# two\n"})

    assert error == "ada has network1.py and network2.py: call the one that is the answer network.py."


def test_another_assignments_answer_is_never_taken(tmp_path: Path) -> None:
    error, _ = find_one(tmp_path, {"ada/losses.py": WORK})

    assert error == "ada has no network.py and no network.ipynb. losses.py is there, which belongs to 02_losses."


def test_another_assignments_answer_under_this_name_is_called_that(tmp_path: Path) -> None:
    _, note = find_one(tmp_path, {"ada.py": "def mse(x):\n    return x\n"})

    assert note == "ada.py looks like the answer to 02_losses: it has mse, and nothing that 01_network asks for."


@pytest.mark.parametrize("folder", ["ada/", "Ada_12_assignsubmission_file_/", "lovelaceada_123_77_"])
def test_work_in_a_second_file_is_named_and_a_copy_is_not(tmp_path: Path, folder: str) -> None:
    files = {f"{folder}network.py": WORK, f"{folder}Network_final (2).py": WORK + "# final\n"}

    _, note = find_one(tmp_path, {**files, f"{folder}network_copy.py": WORK})

    assert "network.py was graded, and not" in note
    assert "Network_final (2).py, in which there is work, too" in note
    assert "copy" not in note


@pytest.mark.parametrize("name", ["network.py", "network.ipynb"])
def test_what_git_left_is_named(tmp_path: Path, name: str) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    conflict = "x = 1\n<<<<<<< HEAD\nx = 2\n=======\nx = 3\n>>>>>>> side\n"
    (tmp_path / "ada").mkdir()

    for text, said in ((pointer, "is a pointer of Git LFS"), (conflict, "holds an unfinished merge in line 2")):
        (tmp_path / "ada" / name).write_text(text)
        (found,) = find_submissions(tmp_path, WANTED)
        assert str(found.error).startswith(f"{name} {said}")


# One student's folder


@pytest.mark.parametrize("inner", ["assignments/01_network/network.py", "test_network.py"])
def test_a_single_clone_is_one_student(tmp_path: Path, inner: str) -> None:
    found = find(tmp_path / "nets-submissions" / "nets-ada", {inner: WORK, "network.py": WORK, "wheels/x.py": ""})

    assert [each.student for each in found] == ["ada"]


# Downloads


def test_canvas_attempts_are_one_student_of_whom_the_newest_counts(tmp_path: Path) -> None:
    files = {"lovelaceada_123_77_network.py": STUB, "lovelaceada_LATE_123_80_network-1.py": WORK}
    (found,) = find(tmp_path, {**files, "lovelaceada_123_79_helper.py": "x = 1"})

    assert (found.student, found.path.name) == ("lovelaceada", "lovelaceada_LATE_123_80_network-1.py")
    assert "before it came lovelaceada_123_77_network.py" in found.notes[0]


def test_two_students_of_one_name_stay_two(tmp_path: Path) -> None:
    found = find(tmp_path, {"leekim_1_7_network.py": WORK, "leekim_2_8_network.py": STUB})

    assert [each.student for each in found] == ["leekim_1", "leekim_2"]


def test_a_roster_knows_the_name_in_a_download(tmp_path: Path) -> None:
    folder = "Ada Lovelace_3047364_assignsubmission_"
    files = {f"{folder}file/network.py": WORK, f"{folder}onlinetext/onlinetext.html": ""}
    (found,) = find(tmp_path, files, Directory([Person("al", "1001", "Lovelace, Ada")]))

    assert (found.student, found.error) == ("al", None)


def test_gradescopes_folders_are_whose_its_list_says(tmp_path: Path) -> None:
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_12:\n  :submitters:\n  - :name: Ada L\n    :sid: '1001'\n    :email: ada@x.edu\n  :created_at: x\n"
    )
    (found,) = find(tmp_path, {"submission_12/network.py": WORK})

    assert found.student == "ada@x.edu"


def test_only_what_tools_leave_is_passed_over(tmp_path: Path) -> None:
    files = {f"{name}/network.py": WORK for name in ("readmehdi", "env", "__MACOSX", "my")}
    (tmp_path / "my").mkdir()
    (tmp_path / "my/pyvenv.cfg").touch()

    assert [each.student for each in find(tmp_path, {**files, "README.md/x": ""})] == ["env", "readmehdi"]
