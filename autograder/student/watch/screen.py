"""What a student sees while their file is watched: in place on a terminal, line after line elsewhere."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from autograder.reports.page import Page
from autograder.reports.terminal import STYLES, choose_next, render_exercise, render_record, tell_points
from autograder.reports.text import MESSAGE_LIMIT, SYMBOLS, clean_line
from autograder.results import Exercise, Record
from autograder.student.checker import Checker

SHOWN = 3
KEYS = "n next · p previous · h hint · a all · l list · r run all · q quit"
LIST_KEYS = "l back · n next · p previous · h hint · r run all · q quit"
LEAST = 6  # lines of a report, however low the terminal is


class Screen:
    """Show reports, and below them the keys that can be pressed.

    On a terminal a report begins at its top and is cut where it would not fit, so that its beginning stays in sight.
    """

    def __init__(self, console: Console, checker: Checker, *, has_keys: bool) -> None:
        self._console = console
        self._checker = checker
        self._has_keys = has_keys
        self._report: Callable[[Page], object] = lambda page: None
        self._said: list[tuple[str, str]] = []
        self._bottom = ""
        self._is_full = False
        self._part = 0  # of a full report that does not fit, counted on from the first each time it is asked for
        self._behind: tuple[Callable[[Page], object], bool] | None = None  # what the list of exercises lies on

    @property
    def has_list(self) -> bool:
        """Say whether the list of exercises is there."""
        return self._behind is not None

    def show_checking(self) -> None:
        """Say that a save was noticed, before the verdict is there."""
        text = f"checking {self._checker.file.name} …"
        if self._console.is_terminal:
            self._bottom = text
            self.redraw()
        else:
            Page(self._console).line(text, style="dim")

    def show_exercise(self, record: Record, exercise: str) -> None:
        """Show one exercise's report in place of what was there."""
        names = self._checker.exercises

        def report(page: Page) -> None:
            place = f"exercise {names.index(exercise) + 1} of {len(names)}"
            page.sides(f"{record.assignment} · {self._checker.assignment.title}", place, style="bold")
            page.blank()
            for note in record.notes:
                page.line(clean_line(note, MESSAGE_LIMIT), indent="! ", style="yellow")
                page.blank()
            if record.error is not None:
                page.line(clean_line(record.error, MESSAGE_LIMIT), indent="✗ ", style="red")
                page.blank()
                page.line(f"Nothing was checked. Next: put this right, and save {self._checker.file.name}.")
            for found in record.exercises:
                render_exercise(page, found, full=self._is_full)
                if found.status != "passed":
                    page.blank()
                    page.line(choose_next(record, self._checker.file.name), style="bold")

        self._show(report)

    def show_all(self, record: Record) -> None:
        """Show the whole report in place of what was there."""
        self._show(
            lambda page: render_record(
                record,
                console=page.console,
                file=self._checker.file.name,
                title=self._checker.assignment.title,
                hints=self._checker.assignment.path(".hints.md").name,
                hidden_checks=self._checker.table.hidden_checks,
                unofficial=not self._checker.is_official,
                full=self._is_full,
            )
        )

    def show_list(self, found: Mapping[str, Exercise], current: str) -> None:
        """Show the exercises with what was last found of them, and which one the student is at."""

        def report(page: Page) -> None:
            for number, name in enumerate(self._checker.exercises, 1):
                status = found[name].status if name in found else "not_started"
                points = tell_points(found[name]) if name in found else ""
                here = " ← you are here" if name == current else ""
                page.sides(f"{number:>2} {SYMBOLS[status]} {name}{here}", points, style=STYLES[status])

        behind = self._report, self._is_full
        self._show(report)
        self._behind = behind

    def leave_list(self) -> None:
        """Show what was there before the list of exercises."""
        if self._behind is not None:
            report, is_full = self._behind
            self._show(report)
            self._is_full = is_full

    def show_full(self) -> None:
        """Show what is there with every failing check: where it does not fit, one part after the other."""
        self._part = self._part + 1 if self._is_full else 0
        self._is_full, self._said, self._bottom = True, [], ""
        self.redraw()

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
        if self._console.is_terminal:
            # What was said before the last key is done with.
            self._said = [*([] if self._bottom else self._said), (text, style)]
            self._bottom = ""
            self.redraw()
        else:
            _say(Page(self._console), text, style)

    def show_keys(self) -> None:
        """Say what can be pressed, if anything can."""
        if not self._has_keys:
            return
        keys = LIST_KEYS if self.has_list else KEYS
        self._bottom = keys
        if self._console.is_terminal:
            self.redraw()
        else:
            _say(Page(self._console), keys, "dim")

    def redraw(self) -> None:
        """Put everything on the terminal again, as it is by now: other lines, or another width and height."""
        lines, below = self._render(self._report), self._render(self._add_below)
        room = max(LEAST, self._console.height - len(below) - 1)
        if len(lines) > room:
            lines = self._cut(lines, room - 1)
        self._console.clear()
        for line in [*lines, *below]:
            self._console.print(Text.from_ansi(line), soft_wrap=True, highlight=False)

    def _cut(self, lines: list[str], count: int) -> list[str]:
        """Return as many lines as fit, and one that says what the others are."""
        if not self._is_full:
            return [*lines[:count], f"… {len(lines) - count} more lines: press a for all"]
        first = self._part % -(-len(lines) // count) * count
        some = lines[first : first + count]
        turn = "on" if first + count < len(lines) else "back to the first"
        return [*some, f"… lines {first + 1} to {first + len(some)} of {len(lines)}: press a to go {turn}"]

    def _show(self, report: Callable[[Page], object]) -> None:
        self._report, self._said, self._bottom, self._is_full, self._behind = report, [], "", False, None
        if self._console.is_terminal:
            self.redraw()
        else:
            report(Page(self._console))

    def _add_below(self, page: Page) -> None:
        for text, style in self._said:
            _say(page, text, style)
        if self._bottom:
            _say(page, self._bottom, "dim")

    def _render(self, report: Callable[[Page], object]) -> list[str]:
        """Return the lines that a report takes, with their colours."""
        with self._console.capture() as capture:
            report(Page(self._console))
        return capture.get().splitlines()


def _say(page: Page, text: str, style: str) -> None:
    page.blank()
    page.line(text, style=style)
