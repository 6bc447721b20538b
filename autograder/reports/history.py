"""Show what a student had, when, and by which checks."""

from collections.abc import Sequence

from rich.console import Console

from autograder.reports.page import Page
from autograder.reports.text import clean_line, put_date
from autograder.results.history import Entry


def render_history(entries: Sequence[Entry], console: Console) -> None:
    """Print a block for each result, oldest first: its points, then what differs from the one before."""
    page = Page(console)
    before: Entry | None = None
    for entry in entries:
        late = f", of which {entry.final} count" if entry.final != entry.score else ""
        page.sides(
            put_date(entry.when),
            f"{entry.score} of {entry.max_score} points{late}",
            right_style="bold",
        )
        for line in _explain(before, entry):
            page.line(clean_line(line), indent="    ", style="dim")
        before = entry
    if not entries:
        page.line("Nothing was kept of earlier results.")


def _explain(before: Entry | None, entry: Entry) -> list[str]:
    lines = [entry.error] if entry.error else []
    if entry.submission and (before is None or before.submission != entry.submission):
        commit = f", commit {entry.commit[:10]}" if entry.commit else ""
        lines.append(f"submission {entry.submission[:10]}{commit}")
    known = before.graded_with if before else {}
    changed = {name: text for name, text in entry.graded_with.items() if known.get(name) != text and name != "sandbox"}
    if changed:
        lines.append("graded with " + ", ".join(f"{name} {text[:10]}" for name, text in sorted(changed.items())))
    if before is not None:
        moved = [
            f"{name} {before.exercises.get(name, 0)} → {score}"
            for name, score in entry.exercises.items()
            if before.exercises.get(name, 0) != score
        ]
        lines += [", ".join(moved)] if moved else []
    return lines
