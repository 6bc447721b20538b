"""Keep a class's results in a folder: each with its date and a person's points, its history, and who moves, and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from autograder.cohort.feedback import hand_out
from autograder.cohort.intake import Intake
from autograder.cohort.leaderboard_names import Called, find_called, read_names
from autograder.grading.regrade import Plan
from autograder.reports.feedback import name_page, reads_alike
from autograder.results.changes import Change, compare
from autograder.results.files import keeping
from autograder.results.history import History
from autograder.results.manual import Given, apply_manual
from autograder.results.manual_file import FILE, read_manual
from autograder.results.observations import Asked, ObservationStore
from autograder.results.record import Record
from autograder.results.standing import Standing
from autograder.results.store import Store

KEPT = "An earlier result of {} points counts: this one would have had {}."


class Ledger:
    """Complete records and keep them; `changes` are those of results that were others before."""

    def __init__(
        self,
        out: Path,
        intake: Intake,
        points: Mapping[str, int],
        standing: Standing,
        *,
        never_lower: bool = False,
        what_if: bool = False,
    ) -> None:
        self.changes: list[Change] = []
        self._out = out
        self._intake = intake
        self._standing = standing
        names = [one.student for one in intake.submissions]
        self._given: dict[str, list[Given]] = {}
        for one in read_manual(out / FILE, names, points, intake.directory.identify):
            self._given.setdefault(one.student, []).append(one)
        self._never_lower = never_lower
        self._what_if = what_if
        self._store = Store(out / "results")
        self._observations = ObservationStore(out / "observations")
        self._history = History(out / "history")
        self._new: dict[str, Record] = {}

    @cached_property
    def _names(self) -> Mapping[str, Called]:
        # Not before the first is needed: students of another name take theirs with them.
        return read_names(self._out)

    def keep(self, record: Record, plan: Plan, asked: Asked | None) -> None:
        """Keep a new result, or the one before it where that one is better and the better one counts."""
        # Of who goes by another name now, a run that keeps nothing finds no more than the outline.
        before = plan.before or (self._standing.get(record.student) if self._what_if else None)
        chosen = self._choose(before, self._complete(record))
        # Most of a class is the same after a check was mended.
        same_pictures = asked is not None and plan.asked is not None and asked.pictures == plan.asked.pictures
        self._write(chosen, before, asked, reads_otherwise=not (same_pictures and reads_alike(before, chosen)))

    def close(self) -> list[Record]:
        """Bring every result up to date, and return them: a deadline may have moved, a person may have given points.

        Those that are written are returned in outline.
        """
        for one in self._intake.submissions:
            outline = self._standing.get(one.student)
            if one.student in self._new or outline is None:
                continue
            if self._complete(outline) == outline and self._has_feedback(one.student):
                continue
            record = self._store.read(one.student) or (outline if self._what_if else None)
            if record is not None:
                kept = self._observations.read(one.student)
                self._write(self._complete(record), record, kept[0] if kept else None)
        self.changes.sort(key=lambda change: -abs(change.size))
        found = (self._new.get(one.student) or self._standing.get(one.student) for one in self._intake.submissions)
        return [record for record in found if record is not None]

    def _complete(self, record: Record) -> Record:
        # The date of what was handed in last says nothing of an earlier result that counts in its place.
        dated = record if record.kept else self._intake.date(record)
        return apply_manual(dated, self._given.get(record.student, ()))

    def _has_feedback(self, student: str) -> bool:
        return name_page(student, self._out / "feedback").exists()

    def _choose(self, before: Record | None, now: Record) -> Record:
        best_counts = self._never_lower or (self._intake.deadline.policy.best and now.late is not None)
        if before is None or not best_counts or before.final_score <= now.final_score:
            return now
        said = KEPT.format(before.final_score, now.final_score)
        return replace(before, sha256=now.sha256, graded_with=now.graded_with, kept=said)

    def _write(
        self, record: Record, before: Record | None, asked: Asked | None, *, reads_otherwise: bool = True
    ) -> None:
        if before is not None:
            self.changes += compare(before, record)
        if self._what_if:
            self._new[record.student] = record
            return
        with keeping(self._out):
            self._history.add(record, datetime.now().astimezone())
            if reads_otherwise or not self._has_feedback(record.student):
                hand_out(self._out, record, asked, find_called(self._names, record.student))
            # Last: it is what says that this submission is done.
            self._store.write(record)
            self._standing.put(record)
