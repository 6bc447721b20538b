"""Check one answer again and again, in a judge that stays warm."""

from pathlib import Path

from autograder.course import Assignment
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import SlipTable, read_table
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.repairs import make_task
from autograder.results import Record
from autograder.student.attempts import count_attempts, phrase
from autograder.student.own_record import list_unexplained, make_own_record
from autograder.submissions import Submission
from autograder.submissions.pair import read_own_answer


class Checker:
    """Check a student's own file with the checks that they have."""

    def __init__(self, assignment: Assignment, file: Path, judges: Judges) -> None:
        self.assignment = assignment
        self.file = file
        self.table = read_table(assignment.path(".slips.json")) or SlipTable()
        known = [check.exercise for check in judges.checks]
        self.exercises = [name for name in assignment.points if name in known] or list(dict.fromkeys(known))
        self.is_official = judges.is_official
        self._judges = judges
        self._silent: dict[str, Case] = {}  # of the last check: what failed and is not explained
        self._attempts: dict[str, int] = {}

    def look_closer(self, exercise: str) -> str | None:
        """Look for a repair of what nothing explained when it was checked last; return what may be said of it."""
        case = self._silent.get(exercise)
        task = make_task(case, tuple(self.exercises)) if case and self.is_official else None
        said = self._judges.repair(case.source.units, task) if case and task else None
        return phrase(said, self._attempts.get(exercise, 0)) if said else None

    def cancel(self) -> None:
        """Let what is under way in another thread end soon: `look_closer` gives None, `check` raises Cancelled."""
        self._judges.cancel()

    def check(self, exercise: str | None = None) -> Record:
        """Return the record of the file as it is now: of all its exercises, or of one."""
        submission = read_own_answer(self.assignment.folder, self.assignment.module, self.assignment.files)
        self.file = submission.path
        return self.examine(submission, exercise)

    def examine(self, submission: Submission, exercise: str | None = None) -> Record:
        """Return the record of an answer, wherever it comes from: of all its exercises, or of one."""
        self._silent = {}
        if submission.error is not None:
            return make_own_record(self.assignment, submission, None, ())
        found = self._judges.examine(submission.units, Extent(exercise=exercise))
        exercises = explain(found, self.exercises, self.table, submission.units)
        record = make_own_record(self.assignment, submission, found, exercises)
        self._attempts = count_attempts(self.assignment.folder, record, submission.units)
        unexplained = list_unexplained(record, lambda _: found, self.table, submission.units)
        self._silent = {case.exercise: case for case in unexplained}
        return record


def find_file(assignment: Assignment) -> Path:
    """Return the path of the student's file, a script or a notebook: of both, the one that was worked on."""
    return read_own_answer(assignment.folder, assignment.module).path
