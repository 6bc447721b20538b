"""List the submissions that a person should look at: nothing was earned by work, or another file may be meant."""

from collections.abc import Sequence

from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.submissions.choose import IN_PLACE_OF

SHOWN = 10
NAME_LIMIT = 40


def render_doubts(records: Sequence[Record], page: Page) -> None:
    """Print who has 0 points, and what speaks against it, and who handed in more than one answer."""
    zeros = [(record, reason) for record in records if (reason := find_doubt(record)) is not None]
    _list(zeros, "0 points, but …", page)
    doubted = {record.student for record, _ in zeros}
    _list(
        [
            (record, note)
            for record in records
            for note in record.notes
            if IN_PLACE_OF in note and record.student not in doubted and record.score < record.max_score
        ],
        "another file may be meant",
        page,
    )


def _list(doubts: Sequence[tuple[Record, str]], what: str, page: Page) -> None:
    if not doubts:
        return
    page.blank()
    these = "this one" if len(doubts) == 1 else f"these {len(doubts)}"
    page.line(f"look at {these}: {what}", style="dim")
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
