"""Check one answer again and again, in a judge that stays warm."""

from pathlib import Path

from autograder.course import Assignment
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import read_table
from autograder.grading.judges import Extent, Judges
from autograder.results import Record
from autograder.submissions import Submission
from autograder.submissions.pair import read_own_answer


class Checker:
    """Check a student's own file with the checks that they have."""

    def __init__(self, assignment: Assignment, file: Path, judges: Judges) -> None:
        self.assignment = assignment
        self.file = file
        self.table = read_table(assignment.path(".slips.json"))
        known = [check.exercise for check in judges.checks]
        self.exercises = [name for name in assignment.points if name in known] or list(dict.fromkeys(known))
        self.is_official = judges.is_official
        self._judges = judges

    def check(self, exercise: str | None = None) -> Record:
        """Return the record of the file as it is now: of all its exercises, or of one."""
        submission = read_own_answer(self.assignment.folder, self.assignment.module)
        self.file = submission.path
        return self.examine(submission, exercise)

    def examine(self, submission: Submission, exercise: str | None = None) -> Record:
        """Return the record of an answer, wherever it comes from: of all its exercises, or of one."""
        found = None
        if submission.error is None:
            found = self._judges.examine(submission.units, Extent(exercise=exercise))
        return Record(
            assignment=self.assignment.name,
            student="",
            path=str(submission.path),
            sha256=submission.sha256,
            graded_with={},
            seconds=found.seconds if found else 0.0,
            error=submission.error,
            notes=(*submission.notes, *(found.notes if found else ())),
            exercises=explain(found, self.exercises, self.table, submission.units) if found else (),
        )


def find_file(assignment: Assignment) -> Path:
    """Return the path of the student's file, a script or a notebook: of both, the one that was worked on."""
    return read_own_answer(assignment.folder, assignment.module).path
