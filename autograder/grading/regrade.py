"""Grade anew only what can come out otherwise: by what probes saw before, and for exercises whose checks changed."""

from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.grading.digests import digest_asking, digest_exercises
from autograder.grading.finding import Finding
from autograder.grading.judge_process import Extent
from autograder.results.files import keeping
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

    @property
    def stays(self) -> Record | None:
        """Return the record in which all that is not examined stays as it is."""
        return self.before if self.asked is not None else None


class Archive:
    """What earlier runs found and saw in one folder of results."""

    def __init__(self, assignment: Assignment, out: Path, graded_with: dict[str, str], *, keep: bool = True) -> None:
        self._out = out
        self.store = Store(out / "results")
        self._observations = ObservationStore(out / "observations")
        self._asked_with = digest_asking(assignment) + graded_with["sandbox"]
        self._exercises = digest_exercises(assignment)
        self._graded_with = graded_with
        self._keep = keep

    def plan(self, submission: Submission) -> Plan:
        """Return what is left to do for a submission whose result is not current."""
        before = self.store.read(submission.student)
        found = self._observations.read(submission.student)
        if found is None or found[0].sha256 != submission.sha256 or found[0].asked_with != self._asked_with:
            return Plan(Extent(keep=self._keep), before=before)
        asked, kept = found
        changed = [name for name, digest in self._exercises.items() if asked.exercises.get(name) != digest]
        # Of several, all checks are examined: with the observations at hand that costs little.
        if before is None or len(changed) > 1 or not self._differs_in_checks_alone(before, submission):
            return Plan(Extent(keep=self._keep), kept, before)
        return Plan(Extent(exercise=changed[0] if changed else "", keep=self._keep), kept, before, asked)

    def keep(self, submission: Submission, plan: Plan, found: Finding) -> Asked | None:
        """Keep what was handed in and seen, for the next run and for whoever looks at it afterwards.

        Return what is said of it; None where nothing is kept. Raise GradingError where it cannot be written.
        """
        packed = found.kept or plan.kept
        if not self._keep or packed is None or submission.sha256 is None:
            return None
        examined = {exercise.name for exercise in found.exercises}
        checks = {check.id for exercise in found.exercises for check in exercise.checks}
        before = plan.asked or Asked(submission.sha256, self._asked_with)
        revealed = {id: text for id, text in before.revealed.items() if id not in checks} | found.revealed
        pictures = [one for one in before.pictures if one.get("exercise") not in examined] + list(found.pictures)
        units = [(unit.name, unit.text) for unit in submission.units]
        asked = Asked(submission.sha256, self._asked_with, self._exercises, units, revealed, pictures)
        with keeping(self._out):
            self._observations.write(submission.student, asked, packed)
        return asked

    def _differs_in_checks_alone(self, before: Record, submission: Submission) -> bool:
        return (
            before.sha256 == submission.sha256
            and before.error is None
            and {**before.graded_with, "checks": ""} == {**self._graded_with, "checks": ""}
        )
