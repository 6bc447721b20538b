"""`autograder nbgrader build --roster` puts the class into the gradebook, whichever list it comes from."""

from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course import Course

ROSTERS = {
    "nbgrader's own": "id,first_name,last_name,email\nada,Ada,Lovelace,ada@example.org\n",
    "classroom": 'identifier,github_username,name,email\n1,ada,"Lovelace, Ada",ada@example.org\n',
    "classroom 50": "username,first_name,last_name,email,section,github_id\nada,Ada,Lovelace,ada@example.org,1,2\n",
}


@pytest.mark.parametrize("text", ROSTERS.values(), ids=list(ROSTERS))
def test_students_are_in_the_gradebook(
    toy_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """With their names; importing twice changes nothing."""
    from nbgrader.api import Gradebook

    (tmp_path / "roster.csv").write_text(text)
    monkeypatch.chdir(toy_course.root)
    command = ["nbgrader", "build", str(tmp_path / "course"), "--roster", str(tmp_path / "roster.csv")]

    assert [main(command), main(command)] == [0, 0]
    with Gradebook(f"sqlite:///{tmp_path / 'course' / 'gradebook.db'}") as gradebook:
        (student,) = gradebook.students
        assert (student.id, student.first_name, student.last_name) == ("ada", "Ada", "Lovelace")
        assert student.email == "ada@example.org"


def test_an_id_on_two_lines_is_refused_with_both(
    toy_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody could say which of the two is meant."""
    (tmp_path / "roster.csv").write_text("id,first_name\nada,Ada\nADA,Ida\n")
    monkeypatch.chdir(toy_course.root)

    assert main(["nbgrader", "build", str(tmp_path / "course"), "--roster", str(tmp_path / "roster.csv")]) == 2
    assert "has the id 'ADA' twice, in lines 2 and 3" in capsys.readouterr().err
    assert not (tmp_path / "course").exists()
