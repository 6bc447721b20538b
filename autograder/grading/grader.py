"""Grade answers with judges: ask them, and explain what fails."""

import base64
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from autograder.course import Assignment
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable
from autograder.grading.digests import digest_assignment
from autograder.grading.finding import Finding, make_record
from autograder.grading.judge_process import EVERYTHING, Extent
from autograder.grading.judges import Judges
from autograder.grading.repairs import Repairs
from autograder.results.exercise import Exercise
from autograder.results.record import Record
from autograder.results.versions import versions
from autograder.submissions import Submission, Unit


class Grader:
    """Grade the answers to one assignment with judges; as many at a time as there are judges."""

    def __init__(
        self, assignment: Assignment, judges: Judges, table: SlipTable, repairs: Repairs | None = None
    ) -> None:
        self._assignment = assignment
        self._judges = judges
        self._table = table
        self._repairs = repairs

    @cached_property
    def _graded_with(self) -> dict[str, str]:
        # Whoever asks only what is found says itself what it was found with, and need not read all files once more.
        return describe_grading(self._assignment, self._judges.sandbox)

    def grade(self, submission: Submission) -> Record:
        """Return the record of one submission, examined whole."""
        finding = None if submission.error is not None else self.find(submission.units)
        return make_record(self._assignment, submission, finding, self._graded_with, self._judges.checks)

    def find(
        self,
        units: Sequence[Unit],
        extent: Extent = EVERYTHING,
        kept: bytes | None = None,
        told: Mapping[str, Exercise] = MappingProxyType({}),
    ) -> Finding:
        """Examine an answer and explain what fails; what was kept of an earlier time is not asked again.

        Nor is it explained again, where checks come out as they did, if it was `told` of the same observations.
        """
        found = self._judges.examine(units, extent, kept).with_digests()
        repair = self._repairs.way(units) if self._repairs is not None else None
        # What was asked just now may have been answered otherwise than before.
        told = {} if found.kept else told
        return Finding(
            explain(found, list(self._assignment.points), self._table, units, repair, told),
            found.notes,
            found.seconds,
            base64.b64decode(found.kept) if found.kept else None,
            {one.check.id: one.revealed for one in found.checks if one.revealed},
            tuple(one.to_dict() for one in found.pictures if one.drawing is not None),
        )


def describe_grading(assignment: Assignment, sandbox: str) -> dict[str, str]:
    """Return what every record says it was graded with."""
    return {"checks": digest_assignment(assignment), **versions(), "sandbox": sandbox}
