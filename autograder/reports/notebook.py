"""Show a report in a notebook: the same lines as in a terminal, as HTML where that is understood, else as text."""

import io
from collections.abc import Callable

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from autograder.reports.page import WIDTH, Page
from autograder.reports.terminal import render_exercise
from autograder.reports.text import MESSAGE_LIMIT, clean_line
from autograder.results import Record

# No colours of its own for text and background: notebooks are light or dark. The font is named because pages made of a
# notebook give output none.
FONT = "var(--jp-code-font-family, ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace)"
FRAME = f'<pre style="line-height: 1.35; white-space: pre-wrap; font-family: {FONT}">{{code}}</pre>'

# As far from white as from black, so that each can be read on both. What is dim lies halfway between the first two.
THEME = TerminalTheme(
    (240, 240, 240),
    (0, 0, 0),
    [(0, 0, 0), (220, 61, 69), (20, 140, 65), (160, 112, 0), (60, 120, 216), (170, 80, 190), (0, 134, 150), (120,) * 3],
)


def render_for_notebook(render: Callable[[Console], object]) -> dict[str, str]:
    """Return what `render` prints, by MIME type, as Jupyter displays and stores it."""
    console = Console(file=io.StringIO(), record=True, width=WIDTH, highlight=False, force_jupyter=False)
    render(console)
    html = console.export_html(theme=THEME, inline_styles=True, code_format=FRAME, clear=False)
    return {"text/html": html, "text/plain": console.export_text().rstrip("\n")}


def render_one_exercise(record: Record, exercise: str, console: Console) -> None:
    """Print what a record says of one exercise, and what holds for the whole answer."""
    page = Page(console)
    for mark, style, text in [("! ", "yellow", note) for note in record.notes] + [("✗ ", "red", record.error or "")]:
        if text:
            page.line(clean_line(text, MESSAGE_LIMIT), indent=mark, style=style)
    for found in record.exercises:
        if found.name == exercise:
            render_exercise(page, found)
