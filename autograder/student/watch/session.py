"""What happens while a file is watched: saves and keys come in, reports go out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from autograder.errors import GradingError
from autograder.grading.judge_process import Cancelled
from autograder.results import Exercise, Record
from autograder.student.checker import Checker
from autograder.student.hinting import next_hint
from autograder.student.progress import read_progress, write_progress
from autograder.student.watch.checking import check_until_urgent
from autograder.student.watch.events import QUIT, RESIZED, SAVED, Events, Found
from autograder.student.watch.screen import Screen
from autograder.student.watch.second_look import SecondLook


class Session:
    """Follow one student through one assignment: they stay at an exercise until they move on."""

    def __init__(self, checker: Checker, screen: Screen, events: Events, *, has_keys: bool) -> None:
        self._checker = checker
        self._events = events
        self._screen = screen
        # Without keys there is no moving on, so every save shows everything.
        self._has_keys = has_keys
        self._found: dict[str, Exercise] = {}
        self._at = 0

    def run(self) -> None:
        """Check once, then after every save, until the student quits."""
        look = SecondLook(self._checker, self._events)
        self._choose_exercise()
        with self._staying_open():
            record = self._check(None)
            self._choose_exercise()
            self._report(record)
            self._screen.show_keys()
            look.begin(self._exercise)
        while (event := self._events.take()) != QUIT:
            if isinstance(event, Found):
                # What an earlier search has found may not be true any more.
                if event == look.found:
                    self._screen.say(event, style="cyan")
                    self._screen.show_keys()
                continue
            if event == RESIZED:
                self._screen.redraw()
                continue
            look.end()
            with self._staying_open():
                self._handle(event)
                if event in (SAVED, "n", "p"):
                    look.begin(self._exercise)
        look.end()

    @contextmanager
    def _staying_open(self) -> Iterator[None]:
        """Let a check end without a report: a save or the wish to leave has made it useless, or it broke off."""
        try:
            yield
        except Cancelled:
            pass
        except GradingError as error:
            again = "Save again, or press r." if self._has_keys else "Save again."
            self._screen.say(f"! Nothing was checked: {str(error).rstrip('.')}. {again}", style="yellow")
            self._screen.show_keys()

    def _handle(self, event: str) -> None:
        had_list = self._screen.has_list
        if event in ("h", "a", "l"):
            self._screen.leave_list()
        if event == SAVED:
            self._check_again()
        elif event in ("n", "p"):
            self._move(1 if event == "n" else -1)
        elif event == "h":
            self._screen.say(next_hint(self._checker.assignment, self._exercise), style="cyan")
        elif event == "a":
            self._screen.show_full()
        elif event == "l":
            if not had_list:
                self._screen.show_list(self._found, self._exercise)
        elif event == "r":
            self._screen.show_checking()
            self._screen.show_all(self._check(None))
        else:
            return
        self._screen.show_keys()

    @property
    def _exercise(self) -> str:
        return self._checker.exercises[self._at]

    def _choose_exercise(self) -> None:
        names = self._checker.exercises
        remembered = read_progress(self._checker.assignment.folder).at
        passed = [name for name, found in self._found.items() if found.status == "passed"]
        unfinished = [name for name in names if name not in passed]
        self._at = names.index(remembered if remembered in names else (unfinished or names)[0])

    def _move(self, step: int) -> None:
        there = self._at + step
        if not 0 <= there < len(self._checker.exercises):
            self._screen.say(f"This is the {'last' if step > 0 else 'first'} exercise.")
            return
        self._at = there
        progress = read_progress(self._checker.assignment.folder)
        progress.at = self._exercise
        write_progress(self._checker.assignment.folder, progress)
        self._check_again()

    def _check(self, exercise: str | None) -> Record:
        record = check_until_urgent(self._checker, exercise, self._events)
        self._found.update({found.name: found for found in record.exercises})
        return record

    def _check_again(self) -> None:
        self._screen.show_checking()
        self._report(self._check(self._exercise if self._has_keys else None))

    def _report(self, record: Record) -> None:
        """Show the record, or what it says of the current exercise; celebrate what is done."""
        if not self._has_keys:
            self._screen.show_all(record)
            if _has_passed(record):
                self._screen.celebrate()
            return
        own = replace(record, exercises=tuple(found for found in record.exercises if found.name == self._exercise))
        self._screen.show_exercise(own, self._exercise)
        if not _has_passed(own):
            return
        passed_before = {name for name, found in self._found.items() if found.status == "passed"}
        # The other exercises are checked only now, so that the verdict does not wait for them.
        record = self._check(None)
        if _has_passed(record):
            self._screen.show_all(record)
            self._screen.celebrate()
        else:
            unfinished = [found.name for found in record.exercises if found.status != "passed"]
            self._screen.show_done(self._exercise, unfinished)
            self._screen.warn_of([name for name in unfinished if name in passed_before])


def _has_passed(record: Record) -> bool:
    return record.error is None and all(found.status == "passed" for found in record.exercises)
