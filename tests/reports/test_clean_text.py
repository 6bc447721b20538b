"""Text that a student chose is shown, and does nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.nbgrader.entries import collect_comments
from autograder.reports.comment import comment_on
from autograder.reports.markdown import format_feedback
from autograder.reports.summary import render_summary
from autograder.reports.terminal import render_record
from autograder.reports.text import clean, clean_line, defuse_formula
from autograder.results import Record


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("expected  400\nyours", "expected  400\nyours"),
        ("Zoë 李明 × ✓", "Zoë 李明 × ✓"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a   b"),
        ("\x1b[31m\x00\x7f", "\\x1b[31m\\x00\x7f".replace("\x7f", "\\x7f")),
        ("a\x85b\u2028c", "a\\x85b\\u2028c"),
        ("\u202etxt\u2066\u200b", "\\u202etxt\\u2066\\u200b"),
        ("\udcff\ud800", "\\udcff\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("::error::x", ": :error: :x"),
        ("x[::2] ##[error]", "x[::2] # #[error]"),
    ],
)
def test_text_is_cleaned(text: str, shown: str) -> None:
    assert clean(text, 100) == shown


def test_text_is_cut() -> None:
    assert clean("x" * 101, 100) == "x" * 100 + "…"
    assert clean("x" * 100, 100) == "x" * 100


def test_a_line_is_one_line() -> None:
    assert clean_line(" a\n\n b\u2028c\r") == "a b c"


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "  @x"])
def test_a_formula_gets_a_quote(text: str) -> None:
    assert defuse_formula(text).startswith("'")


@pytest.mark.parametrize("text", ["ada", "a=b", "", "3.5", "Zoë-Ann"])
def test_other_text_gets_none(text: str) -> None:
    assert defuse_formula(text) == text


def test_a_sentence_that_names_what_a_student_chose_is_clean_everywhere(
    records: dict[str, Record], show: Callable[..., str]
) -> None:
    """Such as the name of an exception's class."""
    _, slip, _ = records["one_slip"].exercises
    said = replace(slip, says="Python stops with a \x1b[2J\u202eX.")
    record = replace(records["one_slip"], exercises=(said,))
    class_summary = show(render_summary, [record], title="A title")
    texts = [
        show(render_record, record, file="network.py", title="A title", hints="network.hints.md"),
        class_summary,
        format_feedback(record),
        comment_on(record),
        *collect_comments(record).values(),
    ]

    assert len(texts) == 5
    assert all("\\u202eX" in text.replace("\\\\", "\\") and not {"\x1b", "\u202e"} & set(text) for text in texts)
