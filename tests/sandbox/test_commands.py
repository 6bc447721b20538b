"""What terminals, CI runners and browsers obey is inert in every report of a submission that prints and raises it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from autograder.diagnosis.slips import SlipTable
from autograder.grading.grader import Grader
from autograder.reports.markdown import format_feedback
from autograder.reports.terminal import render_record
from autograder.submissions import Submission, Unit

ATTACK = Path(__file__).parent / "attacks" / "workflow_commands.py"


@pytest.fixture(scope="module")
def record(toy, judges):
    unit = Unit("toy.py", ATTACK.read_text(encoding="utf-8"))
    return Grader(toy, judges, SlipTable()).grade(Submission("ada", Path("toy.py"), None, (unit,), None))


def shown_in_terminal(record) -> str:
    lines = io.StringIO()
    render_record(record, console=Console(file=lines, width=80), file="toy.py", title="Toy", hints="toy.hints.md")
    return lines.getvalue()


@pytest.mark.parametrize("show", [shown_in_terminal, format_feedback], ids=["terminal", "feedback"])
def test_nothing_that_a_submission_prints_is_obeyed(record, show):
    """No control characters, no direction marks, no commands of a CI runner."""
    text = show(record)

    assert "owned" in text
    assert not any(char in text for char in "\x1b\x07\r\u202e")
    assert "##[" not in text
    assert not any(line.strip(" │|").startswith("::") for line in text.splitlines())


def test_no_fence_of_the_feedback_is_closed_from_within(record):
    """What was printed stays text, whatever backticks and tags are in it."""
    text = format_feedback(record)
    fence = None
    outside = []
    for line in text.splitlines():
        if fence is None and line.startswith("```"):
            fence = line.removesuffix("text")
        elif line == fence:
            fence = None
        elif fence is None:
            outside.append(line)

    assert fence is None
    assert not any("<script>" in line for line in outside)
