"""What a student sees while their file is watched: in place on a terminal, line after line elsewhere."""

from collections.abc import Mapping, Sequence

from rich.console import Console

from autograder.reports.page import Page
from autograder.reports.terminal import STYLES, choose_next, render_exercise, render_record
from autograder.reports.text import MESSAGE_LIMIT, SYMBOLS, clean_line
from autograder.results import Record
from autograder.student.watch.checker import Checker

SHOWN = 3
KEYS = "n next · p previous · h hint · l list · r run all · q quit"


class Screen:
    """Show reports, and below them the keys that can be pressed."""

    def __init__(self, console: Console, checker: Checker, *, has_keys: bool) -> None:
        self._console = console
        self._checker = checker
        self._page = Page(console)
        self._has_keys = has_keys

    def show_checking(self) -> None:
        """Say that a save was noticed, before the verdict is there."""
        self._page.line(f"checking {self._checker.file.name} …", style="dim")

    def show_exercise(self, record: Record, exercise: str) -> None:
        """Show one exercise's report in place of what was there."""
        self._clear()
        names = self._checker.exercises
        place = f"exercise {names.index(exercise) + 1} of {len(names)}"
        self._page.sides(f"{record.assignment} · {self._checker.assignment.title}", place, style="bold")
        self._page.blank()
        for note in record.notes:
            self._page.line(clean_line(note, MESSAGE_LIMIT), indent="! ", style="yellow")
            self._page.blank()
        if record.error is not None:
            self._page.line(clean_line(record.error, MESSAGE_LIMIT), indent="✗ ", style="red")
            self._page.blank()
            self._page.line("Nothing was checked. Next: mend this and save.")
        for found in record.exercises:
            render_exercise(self._page, found)
            if found.status != "passed":
                self._page.blank()
                self._page.line(choose_next(record, self._checker.file.name)[0], style="bold")

    def show_all(self, record: Record) -> None:
        """Show the whole report in place of what was there."""
        self._clear()
        render_record(
            record,
            console=self._console,
            file=self._checker.file.name,
            title=self._checker.assignment.title,
            hidden_checks=self._checker.table.hidden_checks,
            unofficial=not self._checker.is_official,
        )

    def show_list(self, found: Mapping[str, str], current: str) -> None:
        """Show the exercises with what was last found of them, and which one the student is at."""
        self._clear()
        for number, name in enumerate(self._checker.exercises, 1):
            status = found.get(name, "not_started")
            here = "you are here" if name == current else ""
            self._page.sides(f"{number:>2} {SYMBOLS[status]} {name}", here, style=STYLES[status], right_style="bold")

    def show_done(self, exercise: str, unfinished: Sequence[str]) -> None:
        """Say that an exercise is done, and which are not."""
        more = f" and {len(unfinished) - SHOWN} more" if len(unfinished) > SHOWN else ""
        self.say(
            f"{exercise} is done: all its public checks pass. Still to do: {', '.join(unfinished[:SHOWN])}{more}.",
            style="bold green",
        )

    def warn_of(self, broken: Sequence[str]) -> None:
        """Say which exercises passed when they were last checked, and do not any more."""
        if broken:
            self.say(f"! {', '.join(broken)} passed before, and does not any more.", style="yellow")

    def celebrate(self) -> None:
        """Say that all public checks pass."""
        self.say("★ All public checks pass. Well done!", style="bold green")

    def say(self, text: str, style: str = "bold") -> None:
        """Say one thing below what is there."""
        self._page.blank()
        self._page.line(text, style=style)

    def show_keys(self) -> None:
        """Say what can be pressed, if anything can."""
        if self._has_keys:
            self._page.blank()
            self._page.line(KEYS, style="dim")

    def _clear(self) -> None:
        if self._console.is_terminal:
            self._console.clear()
