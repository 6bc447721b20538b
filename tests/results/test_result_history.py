"""What a student had on Tuesday, and by which checks."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.history import History
from autograder.results.record import Record

MONDAY, TUESDAY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)


def record(score: int, checks: str = "a1") -> Record:
    exercise = Exercise("Net", None, (Check("t", "a title", "passed" if score else "failed", score, 10, False),))
    return Record("01_network", "ada", "ada.py", "f00d", {"checks": checks}, 0.1, None, (), (exercise,))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_each_result_is_a_line(history) -> None:
    history.add(record(0), MONDAY)
    history.add(record(10, "b2"), TUESDAY)

    assert [(one.when[:10], one.score) for one in history.read("ada")] == [("2026-11-23", 0), ("2026-11-24", 10)]
    assert history.read("ada")[1].graded_with == {"checks": "b2"}


def test_the_same_result_is_not_added_twice(history) -> None:
    history.add(record(0), MONDAY)
    history.add(record(0), TUESDAY)

    assert [one.when[:10] for one in history.read("ada")] == ["2026-11-23"]


def test_what_is_no_text_at_all_costs_no_later_result(history, tmp_path) -> None:
    (tmp_path / "ada.jsonl").write_bytes(b"\xff\xfe\n")
    history.add(record(10), MONDAY)

    assert [one.score for one in history.read("ada")] == [10]


def test_a_damaged_line_costs_no_other(history, tmp_path) -> None:
    history.add(record(0), MONDAY)
    (tmp_path / "ada.jsonl").write_text("{oh\n" + (tmp_path / "ada.jsonl").read_text())

    assert len(history.read("ada")) == 1


def test_a_line_that_was_cut_off_costs_no_later_result(history, tmp_path) -> None:
    (tmp_path / "ada.jsonl").write_text('{"when": "2026')
    history.add(record(10), MONDAY)

    assert [one.score for one in history.read("ada")] == [10]
