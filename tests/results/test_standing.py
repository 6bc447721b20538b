"""How a class stands: enough of every result to write its tables, in little memory."""

from dataclasses import replace
from pathlib import Path

from autograder.results import Check, Exercise, Record, Store
from autograder.results.standing import Standing

VERSIONS = {"checks": "c" * 64, "torch": "2.13.0"}


def make_record(student: str = "ada", sha256: str | None = "ab" * 32, message: str = "too long") -> Record:
    check = Check("a", "one sample", "failed", 0, 5, hidden=False, message=message, seconds=0.1)
    return Record("01", student, "x.py", sha256, {**VERSIONS}, 0.5, None, (), (Exercise("Net", "So.", (check,)),))


def test_an_outline_counts_as_the_record_does_and_says_no_more(tmp_path: Path) -> None:
    outline = Standing(Store(tmp_path).read_each()).put(make_record())

    (exercise,) = outline.exercises
    assert (exercise.says, exercise.status, exercise.max_score) == ("So.", "failed", 5)
    assert exercise.checks == (replace(make_record().exercises[0].checks[0], message="", seconds=0.0),)


def test_what_is_alike_is_kept_once(tmp_path: Path) -> None:
    standing = Standing(Store(tmp_path).read_each())
    one, other = standing.put(make_record()), standing.put(make_record("bob", message="too short"))

    assert one.exercises[0] is other.exercises[0]
    assert one.graded_with is other.graded_with


def test_a_result_is_current_while_content_and_versions_are_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record())
    standing = Standing(store.read_each())

    assert standing.is_current("ada", "ab" * 32, VERSIONS)
    assert not standing.is_current("ada", "cd" * 32, VERSIONS)
    assert not standing.is_current("ada", "ab" * 32, {**VERSIONS, "torch": "2.14.0"})
    assert not standing.is_current("bob", "ab" * 32, VERSIONS)


def test_a_submission_without_a_hash_is_never_current(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record(sha256=None))

    assert not Standing(store.read_each()).is_current("ada", None, VERSIONS)


def test_a_copy_under_another_name_is_nobodys_result(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(make_record())
    (tmp_path / "copy of ada.json").write_bytes((tmp_path / "ada.json").read_bytes())

    assert [record.student for record in Standing(store.read_each())] == ["ada"]
