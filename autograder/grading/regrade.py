"""Grade anew only what can come out otherwise: by what probes saw before, and for exercises whose checks changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from autograder.course import Assignment
from autograder.grading.digests import digest_asking, digest_exercises, digest_questions
from autograder.grading.finding import Finding, break_off, make_record
from autograder.grading.judge_process import Extent, KnownCheck
from autograder.results.exercise import Exercise
from autograder.results.files import keeping
from autograder.results.judged import Judged, JudgedStore
from autograder.results.observations import Asked, ObservationStore
from autograder.results.record import Record
from autograder.results.store import Store
from autograder.submissions import Submission


@dataclass(frozen=True)
class Plan:
    """How far to examine one submission and what need not be asked again; and what there is of its student so far."""

    extent: Extent
    kept: bytes | None = None
    before: Record | None = None
    asked: Asked | None = None  # where only a part is examined: what the observations of before say of themselves
    # Exercises as they were, whose sentences are as true as before where their checks come out as they did.
    told: Mapping[str, Exercise] = field(default_factory=dict)

    @property
    def stays(self) -> Record | None:
        """Return the record in which all that is not examined stays as it is."""
        return self.before if self.asked is not None else None


class Archive:
    """What earlier runs found and saw in one folder of results."""

    def __init__(self, assignment: Assignment, out: Path, graded_with: dict[str, str], *, keep: bool = True) -> None:
        self._assignment = assignment
        self._out = out
        self.store = Store(out / "results")
        self._observations = ObservationStore(out / "observations")
        self._asked_with = digest_asking(assignment) + graded_with["sandbox"]
        self._judged = Judged(digest_exercises(assignment), digest_questions(assignment))
        self._graded_with = graded_with
        self._keep = keep
        earlier = JudgedStore(out / "observations")
        # Most of a class was graded by the same checks.
        self._find_judged = cache(earlier.read)
        if keep:
            with keeping(out):
                earlier.write(graded_with["checks"], self._judged)

    def plan(self, submission: Submission) -> Plan:
        """Return what is left to do for a submission whose result is not current."""
        before = self.store.read(submission.student)
        found = self._observations.read(submission.student)
        if found is None or found[0].sha256 != submission.sha256 or found[0].asked_with != self._asked_with:
            return Plan(Extent(keep=self._keep), before=before)
        asked, kept = found
        if before is None or not self._differs_in_checks_alone(before, submission):
            return Plan(Extent(keep=self._keep), kept, before)
        then, now = self._find_judged(before.graded_with.get("checks", "")), self._judged
        told = {one.name: one for one in before.exercises if _is_same(one.name, then.questions, now.questions)}
        changed = [name for name in now.exercises if not _is_same(name, then.exercises, now.exercises)]
        # Of several, all checks are examined: with the observations at hand that costs little.
        if len(changed) > 1:
            return Plan(Extent(keep=self._keep), kept, before, told=told)
        extent = Extent(exercise=changed[0] if changed else "", keep=self._keep)
        return Plan(extent, kept, before, asked, told)

    def conclude(
        self, submission: Submission, plan: Plan, found: Finding | Exception | None, checks: Sequence[KnownCheck]
    ) -> tuple[Record, Asked | None]:
        """Return the record of a submission by what was found, or at what its grading failed; None: it was not graded.

        Keep what was handed in and seen, for the next run and for whoever looks at it afterwards, and return what is
        said of it: None where nothing is kept. Raise GradingError where it cannot be written.
        """
        if isinstance(found, Exception):
            submission, found = break_off(submission, found), None
        asked = self._keep_seen(submission, plan, found) if found is not None else None
        return make_record(self._assignment, submission, found, self._graded_with, checks, plan.stays), asked

    def _keep_seen(self, submission: Submission, plan: Plan, found: Finding) -> Asked | None:
        packed = found.kept or plan.kept
        if not self._keep or packed is None or submission.sha256 is None:
            return None
        examined = {exercise.name for exercise in found.exercises}
        checks = {check.id for exercise in found.exercises for check in exercise.checks}
        units = [(unit.name, unit.text) for unit in submission.units]
        before = plan.asked or Asked(submission.sha256, self._asked_with, units)
        revealed = {id: text for id, text in before.revealed.items() if id not in checks} | found.revealed
        pictures = [one for one in before.pictures if one.get("exercise") not in examined] + list(found.pictures)
        asked = replace(before, revealed=revealed, pictures=pictures)
        # Most of a class is the same after a check was mended.
        if found.kept or asked != plan.asked:
            with keeping(self._out):
                self._observations.write(submission.student, asked, packed)
        return asked

    def _differs_in_checks_alone(self, before: Record, submission: Submission) -> bool:
        return (
            before.sha256 == submission.sha256
            # Else the record is of an earlier submission that counts, and the observations are not.
            and before.kept is None
            and before.error is None
            and {**before.graded_with, "checks": ""} == {**self._graded_with, "checks": ""}
        )


def _is_same(name: str, then: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return name in now and then.get(name) == now[name]
