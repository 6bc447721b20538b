"""Grade notebooks one after the other, with judges that stay warm from one to the next."""

import atexit
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.course import Assignment, read_course
from autograder.grading.digests import digest_assignment
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.results import Record
from autograder.submissions.read import parse_submission

# Tells a kernel that nbgrader started where the course is.
COURSE_VARIABLE = "AUTOGRADER_COURSE"


@dataclass(frozen=True)
class _Warm:
    digest: str
    judges: Judges
    grader: Grader


class NotebookGrader:
    """Grade notebooks of the course in a folder with all of its checks, as they are at the time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._warm: dict[str, _Warm] = {}
        self._last: tuple[object, Record] | None = None

    def grade(self, assignment: str, student: str, path: Path, data: bytes) -> Record:
        """Return the record of a notebook's bytes; raise GradingError where student code cannot be locked down.

        Asked again for the same, as by every graded cell of a notebook, it gives the same record.
        """
        asked = assignment, student, path, data
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._grade(*asked)
        return self._last[1]

    def _grade(self, name: str, student: str, path: Path, data: bytes) -> Record:
        assignment = read_course(self._root).get(name)
        warm = self._need_warm(assignment)
        submission = parse_submission(student, path, data)
        return warm.grader.grade(submission)

    def _need_warm(self, assignment: Assignment) -> _Warm:
        digest = digest_assignment(assignment)
        found = self._warm.get(assignment.name)
        if found is not None and found.digest == digest:
            return found
        # In a server that runs for weeks, checks may change.
        if found is not None:
            found.judges.close()
        judges = Judges(assignment).__enter__()
        atexit.register(judges.close)
        judges.insist_on_lockdown()
        warm = _Warm(digest, judges, Grader(assignment, judges, need_table(assignment, judges)))
        self._warm[assignment.name] = warm
        return warm


@lru_cache
def find_grader(root: Path) -> NotebookGrader:
    """Return the grader of the course in a folder, the same one each time."""
    return NotebookGrader(root)


def find_points(record: Record, exercise: str) -> float:
    """Return an exercise's points as a plain float between 0 and its maximum: nbgrader gives full marks for others."""
    found = next(each for each in record.exercises if each.name == exercise)
    return float(min(max(found.score, 0), found.max_score))
