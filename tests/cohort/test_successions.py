"""Records follow their students: to another spelling, from one name to the next, out of the class."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.cohort.leaderboard_names import Called, read_names, write_names
from autograder.cohort.successions import follow_students, insist_on_assignment
from autograder.errors import GradingError
from autograder.people import Directory, Person
from autograder.results import Check, Exercise, Record, Store
from autograder.results.class_list import keep_class
from autograder.results.observations import Asked, ObservationStore
from autograder.results.pictures import Curves, Drawn
from autograder.results.standing import Standing
from autograder.submissions import Submission

ADA = Directory([Person("ada", "1001", "Ada L")])


def keep(store: Store, student: str, score: int = 5, error: str | None = None) -> None:
    check = Check("c", "c", "failed", score, 10, False)
    store.write(Record("01", student, "x.py", "ab", {}, 0.1, error, (), (Exercise("f", None, (check,)),)))


def follow(out: Path, *students: str, directory: Directory = ADA) -> list[str]:
    submissions = [Submission(student, Path(f"{student}.py"), "ab", (), None) for student in students]
    return follow_students(submissions, directory, Standing(Store(out / "results").read_each()), out)


@pytest.mark.parametrize("before", ["Ada", "1001", "ADA"])
def test_a_record_goes_by_the_present_name(tmp_path: Path, before: str) -> None:
    store = Store(tmp_path / "results")
    keep(store, before)

    assert follow(tmp_path, "ada") == []
    assert [(record.student, record.score) for record in store.read_all()] == [("ada", 5)]
    assert sorted(path.name for path in (tmp_path / "feedback").iterdir()) == ["ada.html", "ada.md"]


def test_a_record_follows_to_another_account_of_the_same_identifier(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    keep(store, "ada-at-school")
    keep_class(Directory([Person("ada-at-school", "1001", "Ada L")]), tmp_path)

    assert follow(tmp_path, "ada") == []
    assert [(record.student, record.score) for record in store.read_all()] == [("ada", 5)]


def test_feedback_still_says_what_a_student_is_called_on_the_leaderboard(tmp_path: Path) -> None:
    keep(Store(tmp_path / "results"), "1001")
    write_names(tmp_path, {"1001": Called("Calm Carp")})
    follow(tmp_path, "ada")

    assert "you are “Calm Carp”" in (tmp_path / "feedback/ada.md").read_text()
    assert read_names(tmp_path) == {"ada": Called("Calm Carp")}


def test_feedback_still_has_its_pictures(tmp_path: Path) -> None:
    keep(Store(tmp_path / "results"), "1001")
    drawn = Drawn("f", "the loss of each epoch", False, Curves({"yours": (1, 2)}, "epoch", "loss"))
    ObservationStore(tmp_path / "observations").write("1001", Asked("ab", "", pictures=[drawn.to_dict()]), b"")
    follow(tmp_path, "ada")

    assert "the loss of each epoch" in (tmp_path / "feedback/ada.html").read_text()


def test_a_record_stays_where_a_run_has_no_roster_any_more(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    keep(store, "ada")
    keep_class(ADA, tmp_path)

    assert follow(tmp_path, "ada", directory=Directory()) == []
    assert store.read("ada") is not None


def test_a_result_is_never_lost_to_one_that_says_there_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    keep(store, "Ada")
    keep(store, "1001", 0, "no submission")
    follow(tmp_path, "ada")

    assert [(record.student, record.score) for record in store.read_all()] == [("ada", 5)]


def test_the_record_of_nobody_is_put_aside_and_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    keep(store, "ada")
    keep(store, "bbo")

    assert follow(tmp_path, "ada") == ["bbo"]
    assert [record.student for record in store.read_all()] == ["ada"]
    assert [record.student for record in Store(tmp_path / "left/results").read_all()] == ["bbo"]


def test_what_if_follows_in_outline_and_writes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "results")
    keep(store, "1001")
    keep(store, "bbo")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    standing = Standing(store.read_each())
    submission = Submission("ada", Path("ada.py"), "ab", (), None)

    assert follow_students([submission], ADA, standing, tmp_path, what_if=True) == ["bbo"]
    assert [(one.student, one.score) for one in standing] == [("ada", 5)]
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_results_of_another_assignment_are_not_written_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keep(store, "ada")
    (record,) = store.read_all()
    store.write(replace(record, student="bob", assignment="05"))

    with pytest.raises(GradingError, match="holds results of 01: give 05 a folder of its own"):
        insist_on_assignment(Standing(store.read_each()), tmp_path, "05")
