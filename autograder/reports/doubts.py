"""List the submissions that earned nothing although somebody worked on them: a person should look at these."""

from collections.abc import Sequence

from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results import Record

SHOWN = 10
NAME_LIMIT = 40


def render_doubts(records: Sequence[Record], page: Page) -> None:
    """Print who has 0 points, and what speaks against it; nothing where there is nobody."""
    doubts = [(record, reason) for record in records if (reason := find_doubt(record)) is not None]
    if not doubts:
        return
    page.blank()
    these = "this one" if len(doubts) == 1 else f"these {len(doubts)}"
    page.line(f"look at {these}: 0 points, but …", style="dim")
    for record, reason in doubts[:SHOWN]:
        page.line(f"{clean_line(record.student, NAME_LIMIT)}: {clean_line(reason)}", indent="   ? ")
    if len(doubts) > SHOWN:
        page.line(f"and {len(doubts) - SHOWN} more; all are in grades.csv", indent="     ")


def find_doubt(record: Record) -> str | None:
    """Return why 0 points may be wrong: None where there are points, nothing was handed in, or nothing was written.

    What could not be graded at all is listed as that, unless a note says where else an answer may be.
    """
    if record.score or record.is_missing:
        return None
    if record.notes:
        return record.notes[0]
    if record.error is not None:
        return None
    stopped = sum(check.status in ("crashed", "timed_out") for each in record.exercises for check in each.checks)
    if stopped:
        return f"{stopped} check{'s were' if stopped > 1 else ' was'} broken off by what the code did"
    if any(exercise.status != "not_started" for exercise in record.exercises):
        return "something was written, and every check of it failed"
    return next((exercise.sentence for exercise in record.exercises if exercise.sentence), None)
