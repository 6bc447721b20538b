"""A student's feedback says what the record says, and lets no text of theirs become markup."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.reports.feedback import reads_alike, write_feedback
from autograder.reports.markdown import format_feedback
from autograder.results import Check, Exercise, Record


def with_message(record: Record, message: str, printed: str = "", hidden: bool = False) -> Record:
    check = Check("id", "one sample", "failed", 0, 5, hidden=hidden, message=message, line=3, printed=printed)
    return replace(record, exercises=(Exercise("Net", "Count one sample.", (check,)),))


def test_it_starts_with_the_points(records: dict[str, Record]) -> None:
    feedback = format_feedback(records["one_slip"])

    assert feedback.startswith("# 01\\_network: 15 of 43 points\n")
    assert "| ◐ | Net.num\\_flat\\_features | 8 of 13 |" in feedback


def test_it_says_which_file_of_which_commit_was_graded(records: dict[str, Record]) -> None:
    dated = replace(records["one_slip"], submitted="2026-11-21T22:00:30+00:00")

    assert "ada, `network.py`, commit `0123456789` of 2026-11-21 22:00 UTC\n" in format_feedback(
        replace(dated, commit="0123456789abcdef")
    )
    assert "ada, `network.py`, handed in 2026-11-21 22:00 UTC\n" in format_feedback(dated)
    assert "ada, `network.py`\n" in format_feedback(records["one_slip"])


def test_a_failing_check_shows_its_message_after_the_sentence(records: dict[str, Record]) -> None:
    feedback = format_feedback(records["one_slip"])

    assert "You counted the batch too. The 4 says how many images, not how big one is.\n\n✗ **the batch" in feedback
    assert (
        "**, line 31\n\n```text\nmaps      tensor of shape (4, 16, 5, 5)\nexpected  400\nyours     1600\n```"
        in feedback
    )


def test_what_passed_is_only_in_the_table(records: dict[str, Record]) -> None:
    feedback = format_feedback(records["one_slip"])

    assert "one sample of a batch" not in feedback
    assert "## add" not in feedback


def test_an_error_stands_alone(records: dict[str, Record]) -> None:
    feedback = format_feedback(records["broken"])

    assert "> network.py has a syntax error in line 3" in feedback
    assert "|---|" not in feedback


def test_notes_are_told(records: dict[str, Record]) -> None:
    assert "> network.py stopped in line 40" in format_feedback(records["stopped"])


def test_a_hidden_check_shows_its_message_and_not_what_was_printed(records: dict[str, Record]) -> None:
    feedback = format_feedback(with_message(records["hidden"], "yours  7", "secret input", hidden=True))

    assert "hidden check" in feedback
    assert "yours  7" in feedback
    assert "secret" not in feedback


@pytest.mark.parametrize("ticks", ["`", "```", "``````````"])
def test_no_run_of_backticks_closes_the_fence(records: dict[str, Record], ticks: str) -> None:
    feedback = format_feedback(with_message(records["one_slip"], f"a\n{ticks}\n# 100 of 100 points"))

    (fence,) = re.findall(r"^(`+)text$", feedback, re.MULTILINE)

    assert len(fence) > len(ticks)
    assert feedback.count(fence) == 2


def test_hostile_names_stay_text(records: dict[str, Record]) -> None:
    name = "<img src=x>|a\n# 100 of 100 [x](y) `z` \x1b[31m"
    feedback = format_feedback(replace(records["one_slip"], student=name, path=name, error=None, notes=(name,)))

    prose = [line for line in feedback.splitlines() if "100 of 100" in line]

    assert len(prose) == 2
    assert all(not re.search(r"(?<!\\)[<|#\[]", re.sub(r"`[^`]+`$", "", line)) for line in prose)
    assert "\x1b" not in feedback


@pytest.mark.parametrize("student", ["ada", "../x", "x" * 300, "a/b", "\udcff"])
def test_the_files_lie_in_the_folder(tmp_path: Path, records: dict[str, Record], student: str) -> None:
    write_feedback(replace(records["one_slip"], student=student), tmp_path / "feedback")

    html, markdown = sorted((tmp_path / "feedback").iterdir(), key=lambda path: path.suffix)
    assert (html.suffix, markdown.suffix) == (".html", ".md")
    assert markdown.read_text(encoding="utf-8").startswith("# 01")
    assert "<h1>" in html.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["- x", "+ x", "1. x", "2) x", "===", "---"])
def test_a_name_begins_neither_a_list_nor_a_heading(records: dict[str, Record], name: str) -> None:
    line = format_feedback(replace(records["one_slip"], student=name)).splitlines()[2]

    assert line.startswith(("\\", "1\\.", "2\\)"))


def test_feedback_is_written_anew_for_other_words_or_versions_and_not_for_seconds(records: dict[str, Record]) -> None:
    before = replace(records["one_slip"], graded_with={"checks": "1", "torch": "2.13"})
    after = replace(before, graded_with={"checks": "2", "torch": "2.13"}, seconds=9.0)

    assert reads_alike(before, after)
    assert not reads_alike(before, with_message(after, "other words"))
    assert not reads_alike(before, replace(after, graded_with={"checks": "2", "torch": "2.14"}))


def test_the_page_lists_no_checks_of_an_exercise_that_is_not_started(
    records: dict[str, Record], tmp_path: Path
) -> None:
    write_feedback(records["not_started"], tmp_path)
    page = (tmp_path / "ada.html").read_text()

    assert "Not started." in page
    assert "ten scores per image" not in page
