"""Of a late hand-in and an earlier one the better counts, where the course says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.cohort.intake import Intake
from autograder.cohort.ledger import Ledger
from autograder.course import LatePolicy
from autograder.grading.judge_process import Extent
from autograder.grading.late import Deadline
from autograder.grading.regrade import Plan
from autograder.people import Directory
from autograder.results import Check, Exercise, Record, Store
from autograder.results.standing import Standing
from autograder.submissions import Submission

DUE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)


def hand_in(out: Path, score: int, days: int, *, best: bool = True) -> Record:
    """Keep a result of so many points, handed in so many days after it was due; return what counts then."""
    check = Check("t", "a title", "passed" if score else "failed", score, 100, False)
    record = Record("01", "ada", "ada.py", f"{score} {days}", {}, 0.1, None, (), (Exercise("Net", None, (check,)),))
    submitted = DUE + timedelta(days=days)
    submission = Submission("ada", out / "ada.py", record.sha256, (), None, submitted=submitted)
    intake = Intake(out, [submission], Deadline(DUE, LatePolicy(per_day=10, best=best)), Directory())
    store = Store(out / "results")
    ledger = Ledger(out, intake, {"Net": 100}, Standing(store.read_each()))
    ledger.keep(record, Plan(Extent(), before=store.read("ada")), None)
    (kept,) = ledger.close()
    return kept


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [((80, -1), (85, 1), 80), ((80, -1), (95, 1), 85), ((80, -2), (60, -1), 60), ((70, 1), (80, 3), 60)],
    ids=["late is worse", "late is better", "both in time: the last", "both late: the better"],
)
def test_what_counts(tmp_path: Path, first: tuple[int, int], second: tuple[int, int], counts: int) -> None:
    hand_in(tmp_path, *first)

    assert hand_in(tmp_path, *second).final_score == counts


def test_an_earlier_result_that_counts_is_said(tmp_path: Path) -> None:
    hand_in(tmp_path, 80, -1)

    assert hand_in(tmp_path, 85, 1).kept == "An earlier result of 80 points counts: this one would have had 75."


def test_feedback_that_is_gone_is_written_again(tmp_path: Path) -> None:
    hand_in(tmp_path, 80, -1)
    (tmp_path / "feedback/ada.html").unlink()
    hand_in(tmp_path, 80, -1)

    assert (tmp_path / "feedback/ada.html").exists()


def test_without_it_the_last_counts(tmp_path: Path) -> None:
    hand_in(tmp_path, 80, -1, best=False)

    assert hand_in(tmp_path, 85, 1, best=False).final_score == 75
