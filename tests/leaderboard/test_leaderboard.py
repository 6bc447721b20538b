"""`autograder leaderboard`: from records and their history to a page and a table."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_core_python.selenium import Axe

from autograder.cli import main
from autograder.cohort.leaderboard import make_leaderboard
from autograder.reports.leaderboard.board import Row, rank
from autograder.results import Check, Exercise, Record, Store
from autograder.results.history import History
from autograder.results.observations import Asked, ObservationStore

CHOSEN = "# leaderboard: <script>\n"


def hand_in(out: Path, student: str, number: int, public: float | None, final: float, text: str = "") -> None:
    """Keep what grading keeps of one submission."""
    measures = {} if public is None else {"public": public, "final": final}
    check = Check("c", "is told", "passed", 5, 5, True, measures=measures)
    record = Record(
        "09_open", student, "x", f"{student}{number}", {}, 0.1, None, (), (Exercise("train", None, (check,)),)
    )
    Store(out / "results").write(record)
    History(out / "history").add(record, datetime(2026, 11, number, tzinfo=UTC))
    ObservationStore(out / "observations").write(student, Asked(record.sha256, "", units=[("open.py", text)]), b"")


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("class")
    for number, public in enumerate([0.80, 0.805, 0.79], 1):
        hand_in(out, "ada", number, public, final=0.85, text="# leaderboard: The Convolutionist\n")
    hand_in(out, "bob", 4, 0.802, final=0.81, text=CHOSEN)
    hand_in(out, "cyd", 5, 0.91, final=0.81)
    hand_in(out, "dan", 6, None, final=0)
    return out


def read(out: Path) -> list[tuple[str, str]]:
    with open(out / "leaderboard.csv", encoding="utf-8-sig") as file:
        return [(row["rank"], row["score"]) for row in csv.DictReader(file)]


def test_public_scores_climb_by_the_ladder_and_ties_are_ties(out, capsys):
    assert main(["leaderboard", str(out)]) == 0

    assert "3 on the leaderboard" in capsys.readouterr().out
    assert read(out) == [("1", "0.910"), ("2", "0.800"), ("2", "0.800")]


def test_final_ranks_come_from_the_other_half_of_what_counts(out, tmp_path):
    make_leaderboard(out, tmp_path, "Open", people=(), key=b"", step=0.01, final=True)

    assert read(tmp_path) == [("1", "0.850"), ("2", "0.810"), ("2", "0.810")]


def test_the_page_and_the_table_name_no_student(out, tmp_path):
    board = make_leaderboard(out, tmp_path, "Open", people=(), key=b"", step=0.01)
    text = board.page.read_text()

    assert "The Convolutionist" in text
    assert "<script>" not in text
    assert not any(name in text + board.table.read_text() for name in ("ada", "bob", "cyd", "dan"))
    assert "ada,The Convolutionist," in (out / "leaderboard-names.csv").read_text()


def test_feedback_tells_each_student_their_name_alone_and_a_refused_wish(out, tmp_path, capsys):
    assert main(["leaderboard", str(out), "--to", str(tmp_path)]) == 0

    ada, bob = ((out / "feedback" / f"{name}.md").read_text() for name in ("ada", "bob"))
    assert "On the leaderboard you are “The Convolutionist”." in ada
    assert "Convolutionist" not in bob
    assert r"because “\<script\>” cannot be had" in bob
    assert "bob cannot be called “<script>” and is" in capsys.readouterr().out


def test_the_page_keeps_nobody_out(out, tmp_path, browser):
    page = make_leaderboard(out, tmp_path, "Open", people=(), key=b"", step=0.01).page
    browser.set_window_size(390, 800)
    browser.get(page.as_uri())

    assert not Axe().run(browser)["violations"]
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_a_folder_without_scores_is_refused(tmp_path, capsys):
    hand_in(tmp_path, "dan", 6, None, final=0)

    assert main(["leaderboard", str(tmp_path)]) == 2
    assert "holds no scores of an open task" in capsys.readouterr().err


def test_what_is_shown_as_equal_has_the_same_rank():
    rows = rank({"a": 0.9001, "b": 0.9004, "c": 0.95, "d": 0.1})

    assert rows == [Row(1, "c", 0.95), Row(2, "a", 0.9), Row(2, "b", 0.9), Row(4, "d", 0.1)]
