"""Say whose points changed since the last run: a table on the terminal, and all of it in changes.csv."""

from collections.abc import Sequence
from pathlib import Path

from autograder.reports.page import Page
from autograder.reports.text import clean_line, defuse_formula, encode_table
from autograder.results.changes import Change
from autograder.results.files import write_atomically

FILE = "changes.csv"
SHOWN = 10


def write_changes(changes: Sequence[Change], path: Path) -> None:
    """Write one row a change, the largest first."""
    rows = [["student", "exercise", "check", "before", "after", "why"]]
    for change in changes:
        student, exercise = map(defuse_formula, (change.student, change.exercise))
        # A check's id is its author's, and pytest takes it as it is.
        rows.append([student, exercise, change.check, _show(change.before), _show(change.after), change.why])
    write_atomically(path, encode_table(rows))


def render_changes(changes: Sequence[Change], page: Page) -> None:
    """Print how many students moved, and the largest changes; that nobody moved is said, too."""
    page.blank()
    if not changes:
        page.line("Nobody's points changed.", style="dim")
        return
    students = len({change.student for change in changes})
    reasons = {change.why for change in changes}
    because = f": {min(reasons)}" if len(reasons) == 1 else ""
    page.sides(f"{students} student{'s' * (students != 1)} moved{because}", "points before → now", style="dim")
    for change in changes[:SHOWN]:
        what = f"{change.exercise}, {change.check.rpartition('::')[2]}" if change.exercise else change.check
        page.sides(f"  {clean_line(change.student)}: {what}", f"{_show(change.before)} → {_show(change.after)}")
        if not because:
            page.line(change.why, indent="    ", style="dim")
    if len(changes) > SHOWN:
        page.line(f"and {len(changes) - SHOWN} more", indent="  ", style="dim")


def _show(points: int | None) -> str:
    return "" if points is None else str(points)
