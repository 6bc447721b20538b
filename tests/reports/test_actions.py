"""What a job says on GitHub Actions."""

from dataclasses import replace

import pytest
from made_records import record_of

from autograder.reports.actions import annotate, command, format_failure, format_summary, shield
from autograder.results import Check, Record


def failing(title: str, line: int | None = None, message: str = "") -> Check:
    return Check(title, title, "failed", 0, 5, hidden=False, message=message, line=line)


def test_the_table_stands_before_the_explanations(records: dict[str, Record]) -> None:
    """Points first: whoever reads on wants to know why."""
    summary = format_summary([records["one_slip"]], "Points are missing.")

    assert summary.startswith("# 15 of 43 points\n\nPoints are missing.\n")
    assert summary.index("| 8 of 13 |") < summary.index("You counted the batch too.") < summary.index("yours     1600")


def test_a_summary_too_long_for_github_is_cut_between_blocks() -> None:
    """GitHub drops what is over 1 MiB whole; the table, the cut and no open fence are left."""
    checks = [failing(f"check {number}", message=f"{number}" + "é" * 4000) for number in range(200)]
    summary = format_summary([record_of(*checks)], "Points are missing.")

    assert len(summary.encode()) < 300 * 1024
    assert "| Net | 0 of 1000 |" in summary
    assert summary.count("```") % 2 == 0
    assert summary.endswith("among the files of this run.\n")


def test_several_assignments_share_a_summary(records: dict[str, Record]) -> None:
    """With the sum above and the points of each beside its name."""
    summary = format_summary([records["one_slip"], records["all_public"]], "Points are missing.")

    assert summary.startswith("# 22 of 50 points")
    assert summary.count("**01\\_network**: ") == 2


def test_what_stopped_a_file_is_in_the_summary(records: dict[str, Record]) -> None:
    """Instead of explanations, of which there are none."""
    summary = format_summary([records["broken"]], "Points are missing.")

    assert "> network.py has a syntax error in line 3" in summary
    assert "Not started." not in summary


def test_a_failure_is_no_verdict() -> None:
    """It says so, in one line that is no markup."""
    assert "no verdict" in format_failure("the judge ended")
    assert "\\<b\\>two lines\\</b\\>" in format_failure("<b>two\nlines</b>")


def test_each_wrong_line_of_the_student_is_marked_once(records: dict[str, Record]) -> None:
    """With the check, what came of it, and the points."""
    (mark,) = annotate(records["exception"], {})

    assert mark.startswith("::error file=network.py,line=44,title=count_parameters%3A 0 of 15 points::a frozen layer")
    assert "%0Ayours     AttributeError" in mark


def test_a_wrong_value_is_marked_where_its_exercise_begins() -> None:
    """No line of its own is wrong; where the exercise is nowhere to be found, nothing is marked."""
    record = record_of(failing("a batch of one"), failing("another batch"))
    (mark,) = annotate(record, {"Net": 12})

    assert mark.startswith("::error file=network.py,line=12,title=Net%3A 0 of 10 points::a batch of one")
    assert annotate(record, {"Other": 12}) == []


def test_a_notebook_is_not_marked() -> None:
    """Its lines are counted in cells, and a mark in the wrong place is worse than none."""
    record = record_of(failing("a batch of one", 3))

    assert annotate(record, {})
    assert not annotate(replace(record, path="network.ipynb"), {})


def test_a_file_that_is_no_python_is_marked_as_a_whole(records: dict[str, Record]) -> None:
    """The sentence names the line."""
    (mark,) = annotate(records["broken"], {})

    assert mark.startswith("::error file=network.py,title=01_network::network.py has a syntax error in line 3")


def test_nothing_ends_a_command_early() -> None:
    """Neither in its message nor in its properties."""
    said = command("error", "100 %\r\n::notice::forged", file="a,b:c\nd", line=3)

    assert said == "::error file=a%2Cb%3Ac%0Ad,line=3::100 %25%0D%0A::notice::forged"


@pytest.mark.parametrize(
    "text", ["::notice::x", "  ::notice::x", "a ##[error]x", "a\r::notice::x", "\u2028::notice::x"]
)
def test_no_line_of_a_shielded_text_is_a_command(text: str) -> None:
    """Whatever a student had printed, at a line's start, in its middle, or behind an odd line end."""
    _, *lines, _ = shield(text).split("\n")

    assert all(line.startswith("| ") and "##[" not in line and "::" not in line and "\r" not in line for line in lines)


def test_commands_stop_around_a_shielded_text_with_a_token_that_nobody_knows() -> None:
    """So that what the prefix might miss is not obeyed either."""
    (first, _, last), (other, _, _) = shield("x").split("\n"), shield("x").split("\n")

    assert first.removeprefix("::stop-commands::") == last.strip(":")
    assert first != other
